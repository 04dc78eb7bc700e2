"""Bodies and people come in from a workbook: every error by its cell, and whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from gongkai.organisations import operations, queries
from gongkai.organisations.acts import official_act
from gongkai.organisations.models import Appointment, Body, BodyVersion, Person, Post
from gongkai.organisations.operations.imports import ImportRefused
from gongkai.organisations.sheets import ACCOUNTS, BODIES, PEOPLE, NotReadable, read, template
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import ACCOUNT_ROWS, AT, BODY_ROWS, ON, PEOPLE_ROWS, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JAN = date(2026, 1, 1)
COMMAND = SystemAct(SYSTEM, AT)


def test_the_template_has_the_columns_and_the_choices() -> None:
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["填写说明", "机构", "账号", "人员"]
    for sheet in (BODIES, ACCOUNTS, PEOPLE):
        heads = [cell.value for cell in book[sheet.name][1]]
        assert heads == [f"{column.heading}{'*' if column.needed else ''}" for column in sheet.columns]
    assert len(book["机构"].data_validations.dataValidation) == 2
    rows, errors = read(template(), BODIES)
    assert rows == []
    assert [str(error) for error in errors] == ["“机构”表第2行：没有填写任何内容。"]


def test_bodies_come_in_whatever_their_order() -> None:
    done = operations.import_bodies(data=material.workbook(bodies=BODY_ROWS), act=SystemAct(SYSTEM, AT))
    assert done.bodies == 3
    assert [node.name for _depth, node in queries.tree(ON).walk()] == [
        "云河市人民政府",
        "云河市教育局",
        "云河市第一中学",
    ]
    city = queries.body("szf")
    assert city is not None and city.credit_code == "11441700007280420Y"
    [entry] = journal.entries().filter(verb="body.imported")
    assert entry.after == {"rows": 3, "bodies": 3}
    assert entry.digests == {"manifest": done.digest}


def test_accounts_come_in_then_posts_and_appointments_with_an_entry_per_granted_role() -> None:
    operations.import_bodies(data=material.workbook(bodies=BODY_ROWS), act=SystemAct(SYSTEM, AT))
    opened = operations.import_accounts(data=material.workbook(accounts=ACCOUNT_ROWS), act=COMMAND)
    done = operations.import_people(data=material.workbook(people=PEOPLE_ROWS), act=SystemAct(SYSTEM, AT))
    assert (opened.people, done.posts, done.appointments) == (3, 3, 4)
    assert not any(person.has_usable_password() for person in Person.objects.all())
    granted = journal.entries().filter(verb="person.role_granted")
    assert sorted((one.object_label, (one.after or {})["role"]) for one in granted) == [
        ("张伟", "clerk"),
        ("张伟", "reviewer"),
        ("张伟", "supervisor"),
        ("李娜", "clerk"),
        ("李娜", "reviewer"),
        ("王芳", "auditor"),
    ]
    zhang = Person.objects.get(login="zhang.wei")
    assert [(acting.body.code, sorted(acting.roles)) for acting in queries.acting_choices(zhang, ON)] == [
        ("jyj", ["clerk", "reviewer"]),
        ("szf", ["supervisor"]),
    ]
    [entry] = journal.entries().filter(verb="person.imported")
    assert entry.after == {"rows": 4, "posts": 3, "appointments": 4}


Rows = list[Sequence[object]]
GOOD = BODY_ROWS[1]

# rows → sheet row, column, words of the sentence; the first error found
WRONG_BODIES: list[tuple[Rows, int, str, str]] = [
    ([("szf", "", "", "人民政府", "市级", "", "", JAN)], 2, "名称", "没有填写"),
    ([("szf", "市", "", "人民政府", "省级", "", "", JAN)], 2, "层级", "市级、县（区）级"),
    ([("szf", "市", "", "人民政府", "市级", "", "", "去年")], 2, "启用日期", "去年"),
    ([("市 府", "市", "", "人民政府", "市级", "", "", JAN)], 2, "机构代码", "字母"),
    ([("szf", "市", "", "人民政府", "市级", "", "11441700007280420X", JAN)], 2, "统一社会信用代码", "校验码"),
    ([("szf", "市", "", "人民政府", "市级", "", 114417000072804200, JAN)], 2, "统一社会信用代码", "文本"),
    ([GOOD, GOOD], 2, "机构代码", "不止一次"),
    ([GOOD, ("x", "局", "", "政府工作部门", "部门", "", "", JAN)], 3, "上级机构代码", "只能有一个"),
    ([GOOD, ("x", "局", "", "政府工作部门", "部门", "nowhere", "", JAN)], 3, "上级机构代码", "nowhere"),
    (
        [GOOD, ("x", "局", "", "政府工作部门", "部门", "szf", "", date(2019, 1, 1))],
        3,
        "上级机构代码",
        "2019-01-01",
    ),
    (
        [
            GOOD,
            ("x", "甲局", "", "政府工作部门", "部门", "y", "", JAN),
            ("y", "乙局", "", "政府工作部门", "部门", "x", "", JAN),
        ],
        3,
        "上级机构代码",
        "互为上下级",
    ),
]


@pytest.mark.parametrize(("rows", "number", "column", "words"), WRONG_BODIES)
def test_an_error_names_its_cell_and_nothing_comes_in(
    rows: Rows, number: int, column: str, words: str
) -> None:
    data = material.workbook(bodies=rows)
    _rows, errors = operations.check_import_bodies(data=data, act=COMMAND)
    assert (errors[0].sheet, errors[0].row, errors[0].column) == ("机构", number, column)
    assert words in errors[0].sentence
    with pytest.raises(ImportRefused) as refusal:
        operations.import_bodies(data=data, act=SystemAct(SYSTEM, AT))
    assert refusal.value.errors == errors
    assert not Body.objects.exists()
    assert not BodyVersion.objects.exists()


def test_every_error_is_told_at_once_in_the_order_of_the_rows() -> None:
    rows: Rows = [
        ("a", "", "", "人民政府", "省级", "", "", JAN),
        ("b", "局", "", "政府工作部门", "部门", "nowhere", "", JAN),
        ("c", "局", "", "政府工作部门", "部门", "nowhere", "", "某日"),
    ]
    _rows, errors = operations.check_import_bodies(data=material.workbook(bodies=rows), act=COMMAND)
    assert [(error.row, error.column) for error in errors] == [
        (2, "名称"),
        (2, "层级"),
        (3, "上级机构代码"),
        (4, "启用日期"),
    ]


WRONG_PEOPLE: list[tuple[Rows, int, str, str]] = [
    ([("张伟", "张伟", "jyj", "岗", "经办人", JAN)], 2, "登录名", "小写字母"),
    ([("zhang.wei", "张伟", "nowhere", "岗", "经办人", JAN)], 2, "机构代码", "nowhere"),
    ([("zhang.wei", "张伟", "jyj", "岗", "经办人", date(2019, 1, 1))], 2, "机构代码", "任职日期"),
    ([("zhang.wei", "张伟", "jyj", "岗", "皇帝", JAN)], 2, "角色", "皇帝"),
    ([("zhang.wei", "张伟", "jyj", "岗", "", JAN)], 2, "角色", "新设"),
    ([("known.one", "李娜", "jyj", "岗", "经办人", JAN)], 2, "姓名", "王芳"),
    ([("li.na", "李娜", "jyj", "岗", "经办人", JAN)], 2, "登录名", "先建立或者导入账号"),
    ([("zhang.wei", "张伟", "jyj", "旧岗", "审核人", JAN)], 2, "角色", "经办人"),
    ([("known.one", "王芳", "jyj", "旧岗", "", JAN)], 2, "岗位", "已任"),
    ([("known.one", "王芳", "szf", "审计", "安全审计员", JAN)], 2, "角色", "三员分立"),
    ([("zhang.wei", "张伟", "szf", "审计", "安全审计员、经办人", JAN)], 2, "角色", "三员分立"),
    (
        [
            ("zhang.wei", "张伟", "szf", "审计", "安全审计员", JAN),
            ("Zhang.Wei", "张伟", "szf", "系统", "系统管理员", JAN),
        ],
        3,
        "角色",
        "三员分立",
    ),
]


@pytest.mark.parametrize(("rows", "number", "column", "words"), WRONG_PEOPLE)
def test_an_error_with_people_names_its_cell(
    city: City, rows: Rows, number: int, column: str, words: str
) -> None:
    known = material.person("known.one", "王芳")
    material.person("zhang.wei", "张伟")
    post = material.post(city.education, "clerk", title="旧岗")
    operations.appoint(person=known, post=post, on=JAN, act=SystemAct(SYSTEM, AT))
    data = material.workbook(people=rows)
    _rows, errors = operations.check_import_people(data=data, act=COMMAND)
    assert (errors[0].sheet, errors[0].row, errors[0].column) == ("人员", number, column)
    assert words in errors[0].sentence
    with pytest.raises(ImportRefused):
        operations.import_people(data=data, act=SystemAct(SYSTEM, AT))
    assert (Person.objects.count(), Post.objects.count(), Appointment.objects.count()) == (2, 1, 1)


def test_nobody_imports_rights_for_themselves(city: City) -> None:
    administrator = material.acting(city.root, "security_admin", login="zhao.lei")
    rows: Rows = [("zhao.lei", "张伟", "jyj", "另一岗", "安全保密管理员", JAN)]
    _rows, errors = operations.check_import_people(
        data=material.workbook(people=rows), act=official_act(administrator, AT)
    )
    assert [error.sentence for error in errors] == ["不能给自己任职，请由另一名安全保密管理员办理。"]


def unpacking_to(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * size)
    return out.getvalue()


def test_what_is_no_workbook_or_too_large_is_not_opened() -> None:
    book = load_workbook(io.BytesIO(template()))
    del book["机构"]
    without = io.BytesIO()
    book.save(without)
    book = load_workbook(io.BytesIO(template()))
    book["机构"].cell(20_000, 1, "far away")
    far = io.BytesIO()
    book.save(far)
    for data, words in (
        (b"", "XLSX"),
        (b"code,name\n", "XLSX"),
        (unpacking_to(10), "机构"),
        (without.getvalue(), "机构"),
        (b"x" * (5 * 1024 * 1024 + 1), "5兆"),
        (unpacking_to(101 * 1024 * 1024), "过大"),
        (far.getvalue(), "10000行"),
    ):
        with pytest.raises(NotReadable, match=words):
            operations.import_bodies(data=data, act=SystemAct(SYSTEM, AT))


def test_a_sheet_without_a_needed_column_says_which() -> None:
    book = load_workbook(io.BytesIO(template()))
    book["机构"].delete_cols(2)
    out = io.BytesIO()
    book.save(out)
    _rows, [error] = operations.check_import_bodies(data=out.getvalue(), act=COMMAND)
    assert (error.row, error.column) == (1, "名称")


def test_the_number_of_questions_does_not_grow_with_the_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows: Rows = [GOOD]
    rows += [
        (f"ju-{number}", f"第{number}局", "", "政府工作部门", "部门", "szf", "", JAN) for number in range(400)
    ]
    data = material.workbook(bodies=rows)
    with django_assert_max_num_queries(30):
        done = operations.import_bodies(data=data, act=SystemAct(SYSTEM, AT))
    assert done.bodies == 401
