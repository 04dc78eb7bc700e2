"""Work in child processes: what comes back, what is stopped, and who is sent away."""

from __future__ import annotations

import gzip
import io
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from gongkai.annual_reports.rules import NothingRead
from gongkai.records import process_pool
from gongkai.records.files.rules.refusals import KindNotAccepted
from gongkai.records.process_pool import STAFF, files
from gongkai.records.process_pool.messages import Task
from gongkai.records.process_pool.pool import Pool
from gongkai.records.process_pool.starting import ENVIRONMENT
from gongkai.records.refusals import Refused
from tests.records.process_pool import samples

MB = 1024 * 1024
SHORT = replace(STAFF, cpu=1, wall=20, memory=400 * MB, output=4 * MB)


class TestWhatComesBack:
    def test_is_what_the_function_gave(self) -> None:
        assert process_pool.run(SHORT, samples.double, "云") == "云云"
        assert process_pool.run(SHORT, samples.double, value=21) == 42
        assert process_pool.run(SHORT, samples.plain) == samples.plain()

    def test_comes_from_another_process_which_is_used_again(self) -> None:
        first = process_pool.run(SHORT, samples.who)
        assert first != os.getpid()
        assert process_pool.run(SHORT, samples.who) == first

    def test_eight_callers_at_once_have_their_own_each(self) -> None:
        with ThreadPoolExecutor(8) as callers:
            found = list(callers.map(lambda n: process_pool.run(SHORT, samples.double, n), range(200)))
        assert found == [2 * n for n in range(200)]

    def test_a_refusal_keeps_its_class_message_and_field(self) -> None:
        with pytest.raises(NothingRead, match="没有读出") as nothing:
            process_pool.run(SHORT, samples.find_nothing)
        assert (nothing.value.field, nothing.value.kind) == ("report", NothingRead.kind)

    def test_a_refusal_with_a_constructor_of_its_own_too(self) -> None:
        with pytest.raises(KindNotAccepted, match="exe") as refused:
            process_pool.run(SHORT, samples.refuse_kind)
        assert refused.value.facts == {"found": ".exe"}

    def test_a_refusal_keeps_the_kind_it_was_given(self) -> None:
        with pytest.raises(Refused) as refused:
            process_pool.run(SHORT, samples.refuse_differently)
        assert refused.value.kind == "forbidden"

    @pytest.mark.parametrize("mistake", [samples.stumble, samples.ask_to_leave, samples.ask_the_database])
    def test_a_mistake_is_told_by_class_and_place_alone(self, mistake: Callable[[], None]) -> None:
        before = process_pool.run(SHORT, samples.who)
        with pytest.raises(process_pool.FunctionFailed) as failed:
            process_pool.run(SHORT, mistake)
        assert "samples.py" in str(failed.value)
        assert "张三" not in str(failed.value)
        assert process_pool.run(SHORT, samples.who) == before

    def test_code_does_not_come_back(self) -> None:
        """A child that a hostile file took over cannot have its owner call anything."""
        with pytest.raises(process_pool.ChildCrashed):
            process_pool.run(SHORT, samples.send_code)

    def test_is_said_in_the_language_of_the_caller(self) -> None:
        with translation.override("en"):
            assert process_pool.run(SHORT, samples.look_around)[1] == "en"


class TestWhatAChildSees:
    def test_no_secret_no_database_and_none_of_our_files(self) -> None:
        assert "GONGKAI_DATA" in os.environ
        with Path(__file__).open("rb"):
            environment, _language, targets = process_pool.run(SHORT, samples.look_around)
        assert set(environment) <= ENVIRONMENT | {"PYTHONPATH", "LC_CTYPE"}
        assert not [target for target in targets if target == __file__ or "sqlite" in target]

    def test_files_are_read_from_their_start_and_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"12345")
        with (tmp_path / "a").open("r+b") as file:
            file.seek(3)
            assert process_pool.run(SHORT, samples.count, file) == 5
            assert process_pool.run(SHORT, samples.try_to_write, file) is False
            assert file.tell() == 3

    @pytest.mark.parametrize("size", [5, files.IN_MEMORY + 5])
    def test_files_in_memory_too(self, size: int) -> None:
        assert process_pool.run(SHORT, samples.count, io.BytesIO(b"x" * size)) == size

    def test_packed_files_are_unpacked_first(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(gzip.compress(b"x" * 1000))
        with gzip.open(tmp_path / "a") as file:
            assert process_pool.run(SHORT, samples.count, file) == 1000  # type: ignore[arg-type]

    def test_files_that_may_be_on_the_disk_or_not_too(self) -> None:
        with tempfile.SpooledTemporaryFile(max_size=10) as file:
            file.write(b"x" * 1000)
            assert process_pool.run(SHORT, samples.count, file) == 1000  # type: ignore[arg-type]

    def test_one_file_is_there_to_be_written(self, tmp_path: Path) -> None:
        with (tmp_path / "a").open("w+b") as file:
            process_pool.run(SHORT, samples.write, files.Writable(file), "云河")  # type: ignore[arg-type]
            file.seek(0)
            assert file.read().decode() == "云河"


class TestBeyondALimit:
    def test_of_processor_time_it_is_stopped_even_where_nothing_else_could_stop_it(self) -> None:
        begun = time.monotonic()
        with pytest.raises(process_pool.TooDemanding, match="分成几份") as refused:
            process_pool.run(SHORT, samples.match_for_ever)
        assert refused.value.kind == "invalid"
        assert time.monotonic() - begun < SHORT.wall

    def test_of_time_it_is_stopped(self) -> None:
        with pytest.raises(process_pool.TooDemanding):
            process_pool.run(replace(SHORT, wall=0.5), samples.sleep_for_ever)

    def test_of_memory_it_is_stopped(self) -> None:
        assert process_pool.run(SHORT, samples.swallow, 50) == 50 * MB
        with pytest.raises(process_pool.TooDemanding):
            process_pool.run(SHORT, samples.swallow, 500)

    def test_of_output_it_is_stopped(self) -> None:
        with pytest.raises(process_pool.TooDemanding):
            process_pool.run(SHORT, samples.shout, 5)

    @pytest.mark.parametrize(
        ("crash", "arguments"), [(samples.leave, (0,)), (samples.leave, (7,)), (samples.fault, ())]
    )
    def test_a_crash_is_a_sentence_and_a_line_in_the_log(
        self, crash: Callable[..., None], arguments: tuple[int, ...], caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR), pytest.raises(process_pool.ChildCrashed, match="重新保存"):
            process_pool.run(SHORT, crash, *arguments)
        assert crash.__name__ in caplog.text

    def test_a_child_that_the_system_killed_took_too_much(self) -> None:
        with pytest.raises(process_pool.TooDemanding):
            process_pool.run(SHORT, samples.be_killed)

    def test_the_next_call_has_a_new_child_and_its_whole_time(self) -> None:
        used = process_pool.run(SHORT, samples.who)
        with pytest.raises(process_pool.ChildCrashed):
            process_pool.run(SHORT, samples.leave, 1)
        assert process_pool.run(SHORT, samples.who) != used

    def test_what_others_do_meanwhile_goes_on(self) -> None:
        with ThreadPoolExecutor(2) as callers:
            slow = callers.submit(process_pool.run, replace(SHORT, wall=2), samples.sleep_for_ever)
            assert [process_pool.run(SHORT, samples.double, 1) for _ in range(20)] == [2] * 20
            with pytest.raises(process_pool.TooDemanding):
                slow.result()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(size=1, waiting=1, strangers=1)
    yield pool
    pool.close()


class TestReplacement:
    """In a pool of one child, whose template is begun once."""

    def who(self, pool: Pool) -> int:
        worker: int = pool.run(Task(samples.who, (), {}, SHORT, None))
        return worker

    def test_after_many_tasks(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gongkai.records.process_pool.pool.MOST_TASKS", 2)
        workers = [self.who(pool) for _ in range(4)]
        assert workers[0] == workers[1] != workers[2] == workers[3]

    def test_of_a_child_that_idled(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gongkai.records.process_pool.pool.STALE", -1.0)
        assert self.who(pool) != self.who(pool)

    def test_is_not_needed_when_a_thread_ends(self, pool: Pool) -> None:
        """Children belong to the process, not to the thread of the request that needed them first."""
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(self.who(pool)))
        thread.start()
        thread.join()
        time.sleep(0.2)
        assert self.who(pool) == found[0]

    def test_of_a_template_that_ended(self, pool: Pool) -> None:
        first = self.who(pool)
        assert pool._template is not None
        pool._template._process.kill()
        pool._template._process.wait()
        until(lambda: not alive(first))
        with pytest.raises(process_pool.CouldNotFinish):
            self.who(pool)
        assert self.who(pool) != first

    def test_in_a_copy_of_the_process(self) -> None:
        mine = process_pool.run(SHORT, samples.who)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writing, str(process_pool.run(SHORT, samples.who)).encode())
            process_pool.close()
            os._exit(0)
        os.waitpid(pid, 0)
        assert int(os.read(reading, 20)) != mine
        assert process_pool.run(SHORT, samples.who) == mine
        os.close(reading)
        os.close(writing)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
