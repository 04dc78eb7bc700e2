"""A small invented city, made by operations, and workbooks to import.

szf 云河市人民政府
├── jyj 云河市教育局
│   └── yizhong 云河市第一中学
├── wjw 云河市卫生健康委员会
└── dhq 东湖区人民政府
    └── dhjyj 东湖区教育局
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from gongkai.organisations import operations, queries
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import Body, Person, Post
from gongkai.organisations.sheets import template
from gongkai.records.actors import SYSTEM, Actor
from gongkai.records.acts import SystemAct

BEGAN = date(2020, 1, 1)
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class City:
    """The bodies of the invented city."""

    root: Body
    education: Body
    school: Body
    health: Body
    district: Body
    district_education: Body


def body(
    code: str, name: str, level: str, parent: Body | None, *, by: Actor = SYSTEM, at: datetime = AT
) -> Body:
    kinds = {"city": "government", "district": "government", "enterprise": "public_service"}
    return operations.create_body(
        code=code,
        kind=kinds.get(level, "department"),
        name=name,
        level=level,
        parent=parent,
        on=BEGAN,
        act=SystemAct(by, at),
    )


def city(*, by: Actor = SYSTEM, at: datetime = AT) -> City:
    """The whole city, from 1 January 2020."""
    root = body("szf", "云河市人民政府", "city", None, by=by, at=at)
    education = body("jyj", "云河市教育局", "department", root, by=by, at=at)
    district = body("dhq", "东湖区人民政府", "district", root, by=by, at=at)
    return City(
        root=root,
        education=education,
        school=body("yizhong", "云河市第一中学", "enterprise", education, by=by, at=at),
        health=body("wjw", "云河市卫生健康委员会", "department", root, by=by, at=at),
        district=district,
        district_education=body("dhjyj", "东湖区教育局", "department", district, by=by, at=at),
    )


def post(body: Body, *roles: str, title: str = "信息公开岗", by: Actor = SYSTEM, at: datetime = AT) -> Post:
    return operations.create_post(body=body, title=title, roles=roles, act=SystemAct(by, at))


def person(login: str = "zhang.wei", name: str = "张伟", password: str = "") -> Person:
    return operations.create_person(
        login=login, name=name, initial_password=password, act=SystemAct(SYSTEM, AT)
    )


def acting(body: Body, *roles: str, login: str = "zhang.wei") -> Acting:
    """Somebody who holds a post with these roles at the body since it began."""
    someone = queries.person(login) or person(login)
    held = post(body, *roles, title="、".join(roles))
    operations.appoint(person=someone, post=held, on=BEGAN, act=SystemAct(SYSTEM, AT))
    [*_others, last] = [
        choice
        for choice in queries.acting_choices(someone, ON)
        if choice.appointment and choice.appointment.post == held
    ]
    return last


def codes(bodies: Iterable[Body]) -> set[str]:
    return {body.code for body in bodies}


BODY_ROWS: list[Sequence[object]] = [
    # 机构代码, 名称, 简称, 机构性质, 层级, 上级机构代码, 统一社会信用代码, 启用日期
    ("jyj", "云河市教育局", "市教育局", "政府工作部门", "部门", "szf", "", date(2026, 1, 1)),
    ("szf", "云河市人民政府", "市政府", "人民政府", "市级", "", "11441700007280420Y", date(2020, 1, 1)),
    ("yizhong", "云河市第一中学", "", "公共企事业单位", "公共企事业单位", "jyj", "", "2026年3月1日"),
]
PEOPLE_ROWS: list[Sequence[object]] = [
    # 登录名, 姓名, 机构代码, 岗位, 角色, 任职日期
    ("zhang.wei", "张伟", "jyj", "信息公开经办", "经办人、审核人", date(2026, 1, 1)),
    ("zhang.wei", "张伟", "szf", "信息公开主管", "信息公开主管", "2026-02-01"),
    ("Li.Na", "李娜", "jyj", "信息公开经办", "", date(2026, 1, 1)),
    ("wang.fang", "王芳", "szf", "审计", "安全审计员", date(2026, 1, 1)),
]


ACCOUNT_ROWS: list[Sequence[object]] = [
    # 登录名, 姓名, 机构代码
    ("zhang.wei", "张伟", "jyj"),
    ("Li.Na", "李娜", "jyj"),
    ("wang.fang", "王芳", "szf"),
]


def workbook(
    *,
    bodies: Iterable[Sequence[object]] = (),
    accounts: Iterable[Sequence[object]] = (),
    people: Iterable[Sequence[object]] = (),
) -> bytes:
    """The template, filled in."""
    book = load_workbook(io.BytesIO(template()))
    for name, rows in (("机构", bodies), ("账号", accounts), ("人员", people)):
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row, start=1):
                if cell != "":
                    book[name].cell(number, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
