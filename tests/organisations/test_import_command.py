"""`gongkai import` and `gongkai account`: how a new city begins, and how a locked door is opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main
from gongkai.organisations import operations, queries
from gongkai.organisations.accounts import sign_in
from gongkai.organisations.models import Body, Person
from gongkai.organisations.sheets import BODIES, read
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import ACCOUNT_ROWS, AT, BODY_ROWS, PEOPLE_ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def gongkai(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "city.xlsx"
    path.write_bytes(material.workbook(bodies=BODY_ROWS, accounts=ACCOUNT_ROWS, people=PEOPLE_ROWS))
    return path


def test_a_city_begins_with_a_workbook(book: Path) -> None:
    assert "3行都可以导入" in gongkai("import", "bodies", book, "--dry-run").stdout
    assert not Body.objects.exists()
    assert gongkai("import", "bodies", book).exit_code == 0
    assert gongkai("import", "accounts", book).exit_code == 0
    answer = json.loads(gongkai("import", "people", book, "--json").stdout)
    assert (answer["rows"], answer["imported"], answer["errors"]) == (4, True, [])
    initial = gongkai("account", "reset", "wang.fang").stdout.strip()
    opened = sign_in.sign_in(login="wang.fang", password=initial, address="", at=AT)
    assert opened.person.must_change_password
    assert {entry.actor_id for entry in journal.entries().filter(verb__endswith=".imported")} == {"command"}


def test_errors_are_told_one_by_one_and_nothing_comes_in(book: Path) -> None:
    result = gongkai("import", "people", book)
    assert result.exit_code == 1
    assert "“人员”表第2行“机构代码”" in result.stderr
    assert "没有导入任何内容" in result.stderr
    found = json.loads(gongkai("import", "people", book, "--json").stdout)
    assert (found["imported"], len(found["errors"])) == (False, 4)
    assert not Person.objects.exists()


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("x", "utf-8")
    result = gongkai("import", "bodies", tmp_path / "x.xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "XLSX" in result.stderr


def test_the_template_is_written(tmp_path: Path) -> None:
    assert gongkai("import", "template", tmp_path / "t.xlsx").exit_code == 0
    _rows, [error] = read((tmp_path / "t.xlsx").read_bytes(), BODIES)
    assert "没有填写" in error.sentence
    assert gongkai("import", "template", tmp_path / "no" / "t.xlsx").exit_code == 2


def test_an_administrator_who_is_locked_out_is_let_in_again() -> None:
    someone = material.person()
    operations.lock_person(person=someone, reason="误操作", act=SystemAct(SYSTEM, AT))
    result = gongkai("account", "reset", "Zhang.Wei", "--second-factor")
    opened = sign_in.sign_in(login="zhang.wei", password=result.stdout.strip(), address="", at=AT)
    assert opened.person == queries.person("zhang.wei")
    assert gongkai("account", "reset", "nobody").exit_code == 2
