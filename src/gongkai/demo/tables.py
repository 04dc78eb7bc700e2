"""The city as tables: CSV files beside this module, read into rows.

No place in them is real. The region digits 8901 belong to no province (GB/T 2260 ends before 84), so every
credit code and site code made with them has a right check character and can be nobody's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Final

from gongkai.text import credit_code, organisation_code

BEGINNING: Final = date(2018, 1, 1)
CITY_REGION: Final = "890100"
OFFICER: Final = ("信息公开负责人", "disclosure_officer")
CLERK: Final = ("信息公开经办岗", "clerk")
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭"
)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as it was on the first day of the tables."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str
    credit_code: str
    site: str = ""
    region: str = CITY_REGION


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What happened to a body later: found, rename, move, succeed (functions pass to `to`) or close."""

    on: date
    change: str
    body: str
    to: str
    name: str
    short_name: str
    functions: tuple[str, ...]
    ground: str


@dataclass(frozen=True, slots=True)
class PostingRow:
    """Somebody holds a post from a day on; `until` is None while nothing ends it."""

    login: str
    name: str
    body: str
    post: str
    roles: tuple[str, ...]
    start: date
    until: date | None
    note: str = ""


def functions() -> list[dict[str, str]]:
    """Rows of code and name."""
    return _rows("functions")


@cache
def bodies() -> tuple[BodyRow, ...]:
    """Every body of the first day, parents before children."""
    serial = count(1)
    city = [
        BodyRow(
            row["code"],
            row["name"],
            row["short_name"],
            row["kind"],
            row["level"],
            row["parent"],
            invented_code(row["registry"], CITY_REGION, next(serial)),
            row["site"],
        )
        for row in _rows("city")
    ]
    counties = [body for county in _rows("counties") for body in _county(county, serial)]
    return (*city, *counties)


def _county(county: dict[str, str], serial: Iterator[int]) -> Iterator[BodyRow]:
    """A county's government, its departments and its towns."""
    code, name, region = county["code"], county["name"], county["region"]

    def body(suffix: str, called: str, short: str, kind: str, level: str, site: str = "") -> BodyRow:
        made = invented_code("11", region, next(serial))
        parent = "yunhe" if suffix == code else code
        return BodyRow(suffix, called, short, kind, level, parent, made, site, region)

    yield body(code, f"云河市{name}人民政府", f"{name}政府", "government", "district", county["site"])
    for row in _rows("county_departments"):
        full, short = f"云河市{name}{row['name']}", f"{name}{row['short_name']}"
        yield body(f"{code}-{row['code']}", full, short, "department", "department")
    for row in _rows("towns"):
        if row["county"] == code:
            short = row["name"].removesuffix("人民政府").removesuffix("办事处")
            yield body(row["code"], f"云河市{name}{row['name']}", short, row["kind"], "town")


def invented_code(registry: str, region: str, serial: int) -> str:
    """A unified social credit code with right check characters in a region that does not exist.

    >>> invented_code("11", "890100", 1)[:13]
    '11890100YUNHE'
    """
    body = f"YUNHE{serial:03d}"
    organisation = next(body + last for last in "0123456789X" if organisation_code.is_valid(body + last))
    stem = f"{registry}{region}{organisation}"
    return stem + credit_code.check_character(stem)


def changes() -> list[ChangeRow]:
    """What happened after the first day, in the order of the days."""
    return [
        ChangeRow(
            date.fromisoformat(row["on"]),
            row["change"],
            row["body"],
            row["to"],
            row["name"],
            row["short_name"],
            tuple(row["functions"].split()),
            row["ground"],
        )
        for row in _rows("changes")
    ]


def accounts(base_day: date) -> list[PostingRow]:
    """The people whose accounts everybody may try; two rows with one login are one person."""
    return [
        PostingRow(
            row["login"],
            row["name"],
            row["body"],
            row["post"],
            tuple(row["roles"].split()),
            date.fromisoformat(row["from"]),
            _day(row["to"], base_day),
            row["note"],
        )
        for row in _rows("accounts")
    ]


def _day(text: str, base_day: date) -> date | None:
    """A day as written, or so many days after (+10) or before (-30) the base day."""
    if not text:
        return None
    if text[0] in "+-":
        return base_day + timedelta(days=int(text))
    return date.fromisoformat(text)


def staff(codes: list[tuple[str, date]], held: Mapping[tuple[str, str], date | None]) -> Iterator[PostingRow]:
    """An officer and a clerk for each body (code, first day); from when a `held` post ends."""
    number = count()
    for code, start in codes:
        for post, role in (OFFICER, CLERK):
            index = next(number)
            free = held.get((code, post), start)
            if free is None:
                continue
            name = f"演示·{_SURNAMES[index % len(_SURNAMES)]}{_STEMS[index % 10]}{_BRANCHES[index % 12]}"
            login = f"{code}.{'officer' if role == OFFICER[1] else 'clerk'}"
            yield PostingRow(login, name, code, post, (role,), free, None)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("gongkai.demo") / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
