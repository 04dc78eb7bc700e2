"""`gongkai backup`, `restore` and `keys`: real deployments, real processes, from either database."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from gongkai.records.backups import rows
from gongkai.records.backups.restoring import unmodelled_tables
from tests.optional import ROOT
from tests.records.journal.deployment import deployment

pytestmark = pytest.mark.database
GONGKAI = str(Path(sys.executable).parent / "gongkai")
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a test
MIGRATE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
# Public and private files, sealed names, numbers and entries, until told to stop; says how many are there.
LIFE = """
import django, io, sys; django.setup()
from django.utils import timezone
from gongkai.records import files, keys, numbers
from gongkai.records.actors import SYSTEM, ObjectRef
from gongkai.records.acts import SystemAct
at, count = timezone.now(), 0
act = SystemAct(SYSTEM, at)
key = keys.create_case_key(object=ObjectRef("case", "1", "〔2026〕1号"), act=act)
while count < int(sys.argv[1]):
    count += 1
    text = io.BytesIO(f"公开{count} {sys.argv[2]}".encode())
    files.store_public(stream=text, name="公开.txt", act=act)
    files.store_private(stream=io.BytesIO(b"x" * 70000), name="张三.txt", case_key=key, act=act)
    numbers.take(body="yunhe", kind="reply", year=2026, pattern="〔{year}〕{serial}号", act=act)
    print(count, flush=True)
"""
TEMPLATES = ExitStack()
# What a deployment holds and whether all of it can be read.
STATE = """
import django, json; django.setup()
from gongkai.records import files, journal, numbers
from gongkai.records.files.models import StoredFile
from gongkai.records.numbers.models import Number
names = set()
for file in StoredFile.objects.select_related("case_key"):
    with files.open_file(file) as stream:
        assert len(stream.read()) == file.size
    names.add(file.name)
public = StoredFile.objects.filter(case_key=None).count()
print(json.dumps({"public": public, "private": StoredFile.objects.count() - public, "names": sorted(names),
    "numbers": Number.objects.count(), "gaps": len(numbers.gaps()), "objects": files.verify().objects,
    "sound": files.verify().sound, "journal": journal.verify().ok, "entries": journal.entries().count()}))
"""


class Office:
    """One deployment, driven as its operator would."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.data = Path(environment["GONGKAI_DATA"])

    def gongkai(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [GONGKAI, *map(str, words)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def python(self, code: str, *words: str) -> str:
        command = [sys.executable, "-c", code, *words]
        result = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def state(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.python(STATE))
        return found


@cache
def empty_database() -> bytes:
    """An SQLite database with all tables and nothing in them."""
    with office("", migrated=False) as made:
        made.python(MIGRATE)
        return (made.data / "gongkai.sqlite3").read_bytes()


@cache
def migrated_database(url: str) -> str:
    """The name of a PostgreSQL database with all tables and nothing in them; it goes with this module."""
    made = Office(TEMPLATES.enter_context(deployment(url)))
    made.python(MIGRATE)
    return made.environment["DATABASE_URL"].rpartition("/")[2]


@pytest.fixture(scope="module", autouse=True)
def _templates_go() -> Iterator[None]:
    yield
    migrated_database.cache_clear()
    TEMPLATES.close()


@contextmanager
def office(url: str, *, migrated: bool = True) -> Iterator[Office]:
    template = migrated_database(url) if url and migrated else "template1"
    with deployment(url, template=template) as environment:
        made = Office(environment)
        if migrated and not url:
            (made.data / "gongkai.sqlite3").write_bytes(empty_database())
        yield made


@pytest.fixture(scope="module")
def url() -> str:
    return os.environ.get("DATABASE_URL", "")


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "passphrase"
    path.write_text(PASSPHRASE + "\n")
    return path


@pytest.fixture(scope="module")
def kept(
    url: str, passphrase: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Path, str]]:
    """A back-up and its keys, taken while another process writes; and the digest that was said."""
    directory = tmp_path_factory.mktemp("backup")
    file, keys = directory / "backup.tar", directory / "keys.json"
    with office(url) as busy:
        writer = subprocess.Popen(
            [sys.executable, "-c", LIFE, "100000", "负载"],
            cwd=ROOT,
            env=busy.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert writer.stdout is not None
            while writer.stdout.readline().strip() != "12":
                assert writer.poll() is None
            made = busy.gongkai("backup", file, "--keys", keys, "--passphrase-file", passphrase)
            assert writer.poll() is None, "it went on writing while the back-up was taken"
        finally:
            writer.kill()
            writer.communicate()
        assert made.returncode == 0, made.stderr
        state = busy.state()  # the writer was killed in the middle of something
        assert (state["sound"], state["journal"], state["gaps"]) == (True, True, 0)
        yield file, keys, digest(made.stdout)


def digest(said: str) -> str:
    found = re.search(r"备份摘要 sha256:([0-9a-f]{64})", said)
    assert found, said
    return found.group(1)


def check_restored(
    restored: Office, said: subprocess.CompletedProcess[str], expected: str
) -> dict[str, object]:
    assert said.returncode == 0, said.stderr
    assert digest(said.stdout) == expected
    assert "日志完好" in said.stdout
    state = restored.state()
    assert (state["sound"], state["journal"], state["gaps"]) == (True, True, 0)
    assert state["names"] == ["公开.txt", "张三.txt"]
    # one instant: the three operations of a round follow one another
    public, private, taken = (int(str(state[name])) for name in ("public", "private", "numbers"))
    assert public >= 12
    assert public - 1 <= taken <= private <= public
    return state


def test_a_backup_under_load_restores_to_one_sound_instant(
    url: str, kept: tuple[Path, Path, str], passphrase: Path
) -> None:
    file, keys, expected = kept
    with office(url, migrated=False) as empty:
        said = empty.gongkai("restore", file, "--keys", keys, "--passphrase-file", passphrase)
        before = check_restored(empty, said, expected)
        # and life goes on: new rows get new ids, numbers go on, keys serve
        empty.python(LIFE, "2", "恢复以后")
        after = empty.state()
        assert int(str(after["numbers"])) == int(str(before["numbers"])) + 2
        assert (after["gaps"], after["journal"], after["sound"]) == (0, True, True)


def test_a_city_grows_from_one_database_to_the_other(
    kept: tuple[Path, Path, str], url: str, passphrase: Path
) -> None:
    if not url:
        pytest.skip("the other way is tried by the run on PostgreSQL")
    file, keys, expected = kept
    with office("", migrated=False) as small:
        said = small.gongkai("restore", file, "--keys", keys, "--passphrase-file", passphrase)
        check_restored(small, said, expected)
        again = small.data.parent / "again.tar"
        assert small.gongkai("backup", again).returncode == 0
        with office(url, migrated=False) as large:
            said = large.gongkai("restore", again, "--keys", keys, "--passphrase-file", passphrase)
            check_restored(large, said, digest(said.stdout))
        again.unlink()


def test_restoring_goes_only_into_an_empty_deployment_with_its_own_keys(
    url: str, kept: tuple[Path, Path, str], passphrase: Path, tmp_path: Path
) -> None:
    with office(url) as full:
        full.python(LIFE, "1", "已有")
        before = full.state()
        said = full.gongkai("restore", kept[0], "--keys", kept[1], "--passphrase-file", passphrase)
        assert said.returncode == 2
        assert "空的部署" in said.stderr
        assert full.state() == before
        assert full.gongkai("keys", "backup", tmp_path / "k", "--passphrase-file", passphrase).returncode == 0
    with office(url, migrated=not url) as empty:
        said = empty.gongkai("restore", kept[0], "--keys", tmp_path / "k", "--passphrase-file", passphrase)
        assert (said.returncode, "另一个部署" in said.stderr) == (2, True)


def test_a_damaged_backup_leaves_nothing_behind(
    url: str, kept: tuple[Path, Path, str], passphrase: Path, tmp_path: Path
) -> None:
    content = bytearray(kept[0].read_bytes())
    with tarfile.open(kept[0]) as archive:
        member = next(one for one in archive if one.name.startswith("files/public/"))
    cases = {
        "changed": bytes(content[: member.offset_data]) + b"X" + bytes(content[member.offset_data + 1 :])
    }
    cases |= {"cut": bytes(content[: len(content) // 2]), "no back-up": b"x" * 5000, "empty": b""}
    with office(url, migrated=not url) as empty:
        for name, damaged in cases.items():
            path = tmp_path / f"{name}.tar"
            path.write_bytes(damaged)
            said = empty.gongkai("restore", path, "--keys", kept[1], "--passphrase-file", passphrase)
            assert said.returncode == 2, name
            assert "请" in said.stderr
            assert not (empty.data / "keys.json").exists()
            assert not list((empty.data / "files").rglob("??/??/*"))
        said = empty.gongkai("restore", kept[0], "--keys", kept[1], "--passphrase-file", passphrase)
        assert said.returncode == 0, "after a refusal the place is as empty as before"


def test_without_keys_the_public_part_is_there_and_the_private_part_waits(
    url: str, kept: tuple[Path, Path, str], passphrase: Path
) -> None:
    with office(url, migrated=not url) as empty:
        said = empty.gongkai("restore", kept[0])
        assert said.returncode == 0, said.stderr
        assert "gongkai keys restore" in said.stderr
        assert not (empty.data / "keys.json").exists()
        refused = empty.gongkai("keys", "show")
        assert (refused.returncode, "keys restore" in refused.stderr) == (2, True)
        assert empty.gongkai("keys", "restore", kept[1], "--passphrase-file", passphrase).returncode == 0
        assert empty.state()["sound"] is True


def test_keys_are_in_no_backup_and_files_are_for_the_operator_alone(kept: tuple[Path, Path, str]) -> None:
    with tarfile.open(kept[0]) as archive:
        assert not [name for name in archive.getnames() if "keys" in name.lower().split("/")[-1]]
        private = [one for one in archive if one.name.startswith("files/private/")]
        sealed = archive.extractfile(private[0])
        assert sealed is not None
        assert sealed.read(4) == b"GKS1"
    for path in kept[:2]:
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing_and_goes_on_past_a_lost_file(
    url: str, passphrase: Path, tmp_path: Path
) -> None:
    with office(url) as made:
        made.python(LIFE, "2", "丢失")
        (tmp_path / "there").write_text("x")
        said = made.gongkai("backup", tmp_path / "there")
        assert (said.returncode, "已经存在" in said.stderr) == (2, True)
        assert (tmp_path / "there").read_text() == "x"
        next((made.data / "files" / "public").rglob("??/??/*")).unlink()
        said = made.gongkai(
            "backup", tmp_path / "b", "--keys", tmp_path / "k", "--passphrase-file", passphrase
        )
        assert (said.returncode, "不见了" in said.stderr) == (1, True)
        with office(url, migrated=not url) as empty:
            said = empty.gongkai(
                "restore", tmp_path / "b", "--keys", tmp_path / "k", "--passphrase-file", passphrase
            )
            assert said.returncode == 0, said.stderr


def test_rotated_keys_open_a_backup_taken_before(url: str, passphrase: Path, tmp_path: Path) -> None:
    with office(url) as made:
        made.python(LIFE, "1", "更换")
        assert made.gongkai("backup", tmp_path / "b").returncode == 0
        assert "重新加密案件密钥1个" in made.gongkai("keys", "rotate").stdout
        assert made.gongkai("keys", "backup", tmp_path / "k", "--passphrase-file", passphrase).returncode == 0
        assert "第2版" in made.gongkai("keys", "show").stdout
        assert "没有可以停用" in made.gongkai("keys", "retire", "--yes").stdout
        with office(url, migrated=not url) as empty:
            words = (tmp_path / "b", "--keys", tmp_path / "k", "--passphrase-file", passphrase)
            assert empty.gongkai("restore", *words).returncode == 0
            assert empty.state()["names"] == ["公开.txt", "张三.txt"]


@pytest.mark.django_db
def test_every_table_of_the_database_is_carried() -> None:
    assert unmodelled_tables() == set()
    carried = {model._meta.label_lower for model in rows.tables()}
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert known - carried == rows.LEFT_OUT


@pytest.mark.django_db
def test_tables_that_others_point_to_come_first() -> None:
    order = [model._meta.label_lower for model in rows.tables()]
    for earlier, later in (("casekey", "storedfile"), ("series", "number")):
        assert order.index(f"records.{earlier}") < order.index(f"records.{later}")
