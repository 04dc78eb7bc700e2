"""One definition drives everything that shows it: tables are total, the pages made from them fresh."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import settings

from gongkai.annual_reports import rules
from gongkai.cli import main
from gongkai.cli.main import COMMANDS
from gongkai.cli.reference import PAGES
from gongkai.records.kinds import all_kinds
from tests.optional import ROOT

REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_every_cell_of_tables_three_and_four_is_held_by_an_identity(format: str) -> None:
    form = rules.form(format)
    held = {
        (identity.table, *identity.cell(line, term))
        for identity in form.identities
        if not identity.needs_previous
        for line in identity.over
        for term in (*identity.left, *identity.right)
    }
    for key in ("table3", "table4"):
        free = [cell for cell in form.tables[key].cells if (key, *cell) not in held]
        assert not free


def test_every_year_since_the_first_regulation_has_one_form() -> None:
    for year in range(2008, 2031):
        assert rules.for_year(year).serves(year)
        assert sum(rules.form(name).serves(year) for name in rules.FORMATS) == 1


def test_every_command_loads_and_explains_itself() -> None:
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert command.help
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0


def test_the_reference_pages_are_fresh() -> None:
    result = CliRunner().invoke(main, ["docs", "--check", "--directory", str(REFERENCE)])
    assert result.exit_code == 0, result.output
    # What the reader makes of the collection of real reports is held fresh where that collection stands.
    assert {path.name for path in REFERENCE.glob("*.md")} == {*PAGES, "reading-results.md"}


def test_a_stale_reference_page_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "reference"
    shutil.copytree(REFERENCE, copy)
    page = copy / "law-parameters.md"
    page.write_text(page.read_text("utf-8").replace("20个工作日", "15个工作日", 1), "utf-8")
    result = CliRunner().invoke(main, ["docs", "--check", "--directory", str(copy)])
    assert result.exit_code == 1
    assert "law-parameters.md" in result.stderr


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    sources = [path for path in (ROOT / "src").rglob("*.py") if path.name != "deployment.py"]
    sources += [ROOT / "src/gongkai/config/deployment.py"]
    # Names passed to the environment or to deployment's readers; the table itself is written `"NAME": (`.
    read = {
        name
        for path in sources
        for name in re.findall(r'"((?:GONGKAI_[A-Z_]+)|DATABASE_URL)"(?!: \()', path.read_text("utf-8"))
    }
    assert read == set(settings.GONGKAI_VARIABLES)


def test_every_kind_of_thing_that_is_named_for_the_journal_is_declared() -> None:
    named = {
        kind
        for path in (ROOT / "src").rglob("*.py")
        for kind in re.findall(r'ObjectRef\(\s*"([a-z_]+)"', path.read_text("utf-8"))
    }
    assert named <= set(all_kinds())


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken
