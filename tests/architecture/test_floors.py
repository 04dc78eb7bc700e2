"""The floors of the house hold, and the check that holds them up really fails when somebody breaks them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.optional import ROOT

PACKAGE = ROOT / "src" / "gongkai"


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts over the tree at `root`, as `make check` does."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    return subprocess.run(
        command, cwd=root, env={"PYTHONPATH": str(root / "src")}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house that a test may damage."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "gongkai", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def layers() -> set[str]:
    """The names of the packages that have a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors = next(contract for contract in contracts if contract["id"] == "floors")
    assert floors["exhaustive"] is True
    return {name.strip(" ()") for floor in floors["layers"] for name in floor.split("|")}


def test_the_house_as_it_stands_keeps_its_contracts(house: Path) -> None:
    result = lint_imports(house)
    assert result.returncode == 0, result.stdout


DAMAGES = [
    # law is pure: no Django, not even where nobody looks
    ("law/citation.py", "import django\n", "law, text and every rules never import Django"),
    (
        "annual_reports/rules/tables/labels.py",
        "import django.db\n",
        "law, text and every rules never import Django",
    ),
    # imports point down
    ("law/citation.py", "from gongkai.annual_reports import rules as _\n", "Imports point down the floors"),
    ("design/apps.py", "from gongkai.portal import urls as _\n", "Imports point down the floors"),
    ("text/dates.py", "import gongkai.law as _\n", "Imports point down the floors"),
    # inside a package too
    ("annual_reports/models.py", "from gongkai.annual_reports import operations as _\n", "Inside a package"),
    # a package without a floor cannot appear
    ("utils/__init__.py", "", "Imports point down the floors"),
]


@pytest.mark.parametrize(("place", "planted", "contract"), DAMAGES)
def test_damage_to_the_floors_is_found(house: Path, place: str, planted: str, contract: str) -> None:
    path = house / "src" / "gongkai" / place
    path.parent.mkdir(exist_ok=True)
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text(before + planted, "utf-8")
    result = lint_imports(house)
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert result.returncode == 1
    assert any(line.startswith(contract) for line in broken), result.stdout


def test_every_folder_of_the_package_has_a_floor() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - layers() <= {"locale"}, (
        "a folder without a floor: give it one in pyproject.toml, with an ADR"
    )
