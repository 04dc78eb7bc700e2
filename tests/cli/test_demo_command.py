"""`gongkai demo` as it is typed: the table it prints, what it leaves alone, what it refuses."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

GONGKAI = str(Path(sys.executable).parent / "gongkai")
PASSWORD = "gongkai-yanshi"  # noqa: S105 - known to everybody on purpose


def command(data: Path, **variables: str) -> dict[str, str]:
    """The environment of a deployment with its own data directory, on SQLite."""
    environment = {**os.environ, "GONGKAI_DATA": str(data), **variables}
    environment.pop("DATABASE_URL", None)
    return environment


def demo(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GONGKAI, "demo", *words],
        env=command(data, **variables),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def two_at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A deployment for which the command was called twice at the same moment, and what both printed."""
    data = tmp_path_factory.mktemp("demo")
    started = [
        subprocess.Popen(
            [GONGKAI, "demo"],
            env=command(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _process in range(2)
    ]
    ended = [(*process.communicate(timeout=300), process.returncode) for process in started]
    assert [(err, code) for _out, err, code in ended] == [("", 0)] * 2
    return data, [out for out, _err, _code in ended]


def test_of_two_at_once_one_builds_and_both_print_the_accounts(two_at_once: tuple[Path, list[str]]) -> None:
    _data, outputs = two_at_once
    assert sorted("没有改动" in out for out in outputs) == [False, True]
    for out in outputs:
        assert re.search(r"^city\.clerk +演示·冯经办 +经办人 +市政府$", out, re.MULTILINE)
        assert out.rstrip().endswith(f"全部演示账号的密码：{PASSWORD}（只在演示部署中有效）")


def test_for_machines_it_prints_json_and_a_second_time_changes_nothing(
    two_at_once: tuple[Path, list[str]],
) -> None:
    answer = json.loads(demo(two_at_once[0], "--json").stdout)
    assert answer["built"] is False
    assert answer["password"] == PASSWORD
    assert {"login", "name", "role", "body", "note"} == set(answer["accounts"][0])


def test_afresh_says_what_is_lost_and_shows_how_far_it_has_come(two_at_once: tuple[Path, list[str]]) -> None:
    ours, theirs = pty.openpty()  # progress is for somebody at a terminal
    with subprocess.Popen(
        [GONGKAI, "demo", "--fresh"], env=command(two_at_once[0]), stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # the terminal's way of saying that its last writer is gone
            pass
        assert process.stdout is not None
        out = process.stdout.read().decode()
    told = seen.decode()
    assert process.returncode == 0
    assert told.startswith("正在清空本演示部署的全部数据（机构、人员、文件登记、日志")
    assert re.search(r"\r设立机构 (\d+)/\1\r?\n", told)
    assert "78个机构" in out


@pytest.mark.parametrize("words", [(), ("--fresh",)])
def test_beside_a_real_site_it_refuses_before_it_opens_the_database(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    result = demo(tmp_path, *words, GONGKAI_SITE_NAME="某某市人民政府")
    assert (result.returncode, result.stdout) == (2, "")
    assert "GONGKAI_SITE_NAME" in result.stderr
    assert not (tmp_path / "gongkai.sqlite3").exists()


def test_a_deployment_with_people_of_its_own_is_left_alone(two_at_once: tuple[Path, list[str]]) -> None:
    data, _outputs = two_at_once
    script = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'gongkai.config.settings'; django.setup();"
        "from django.utils import timezone; from gongkai.organisations import operations;"
        "from gongkai.records.acts import command_act;"
        "operations.create_person(login='tang.lin', name='唐霖', act=command_act(timezone.now()))"
    )
    subprocess.run([sys.executable, "-c", script], env=command(data), check=True)
    result = demo(data, "--fresh")
    assert (result.returncode, result.stdout) == (2, "")
    assert "tang.lin" in result.stderr
    assert json.loads(demo(data, "--json").stdout)["built"] is False
