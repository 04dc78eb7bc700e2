"""The worked example of docs/how-to/add-a-kind.md is built as it stands there, and does what it promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.optional import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-kind.md"
BLOCK = re.compile(r"^### `(src/[^`]+)`\n(?:.*?\n)??```(python|html|diff)\n(.*?)^```$", re.M | re.S)
MIGRATIONS = Path("src/gongkai/open_days/migrations")
MOST_FILES = 12


def blocks(kind: str = "") -> list[tuple[str, str, str]]:
    """(path, language, text) of every block of the page, the diffs apart."""
    found = BLOCK.findall(PAGE.read_text("utf-8"))
    return [one for one in found if (one[1] == "diff") == (kind == "diff")]


def apply(text: str, difference: str) -> str:
    """The text with the hunks of a diff in it; each has to fit exactly once."""
    for hunk in difference.split("@@\n")[1:]:
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(before) == 1, f"the page's hunk fits {text.count(before)} times:\n{hunk}"
        text = text.replace(before, after)
    return text


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with the example in it."""
    copy = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, _language, text in blocks():
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert not target.exists(), f"{path} is there already"
        target.write_text(text, "utf-8")
    for path, _language, text in blocks("diff"):
        (copy / path).write_text(apply((copy / path).read_text("utf-8"), text), "utf-8")
    (copy / MIGRATIONS).mkdir()
    (copy / MIGRATIONS / "__init__.py").touch()
    run(copy, "-m", "django", "makemigrations", "open_days")
    return copy


def run(copy: Path, *words: str) -> str:
    """Run a program with the copy's source first on its path; what it printed."""
    settings = {
        "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "GONGKAI_DATA": str(copy / "data"),
    }
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ended = subprocess.run(
        [sys.executable, *words], cwd=copy, env=kept | settings, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_it_takes_no_more_files_than_it_says(built: Path) -> None:
    written = [built / path for path, _language, _text in blocks()] + list((built / MIGRATIONS).glob("*.py"))
    assert len(written) <= MOST_FILES
    assert len(blocks("diff")) == 4


def test_it_is_written_as_the_rest_is(built: Path) -> None:
    python = [str(built / path) for path, language, _text in blocks() if language == "python"]
    for words in (["format", "--check"], ["check"]):
        run(built, "-m", "ruff", *words, *python)


def test_it_does_what_it_promises(built: Path) -> None:
    assert run(built, str(ROOT / "tests" / "how_to" / "open_days_walk.py")).endswith("walked\n")
