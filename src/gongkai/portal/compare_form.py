"""The question of the comparison page: what is typed in, what it means, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Place
from gongkai.annual_reports.rules import FORMATS, form
from gongkai.annual_reports.rules.comparing import GROUPS, Measure, UnknownMeasure, measure, measures

USUAL = "applications_new"
NAMES = 40  # of places in one question
LONGEST = 1000  # characters
LABEL = 34  # characters of a choice


@dataclass(frozen=True)
class ComparisonAsked:
    """A question as far as it could be understood; `errors` are at fields, and then nothing is compared."""

    measure: Measure
    selection: queries.Selection
    year: int | None
    ascending: bool
    page: int
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    def address(self, **changes: object) -> dict[str, str]:
        """The parameters of the address that asks the same, with changes."""
        kept = {name: value for name, value in self.typed.items() if value}
        return kept | {name: str(value) for name, value in changes.items()}


FIELDS = ("measure", "row", "column", "places", "level", "from", "to", "year", "order")


def asked(parameters: Mapping[str, str]) -> ComparisonAsked:
    """What the address asks; a year or order that does not exist narrows nothing."""
    typed = {name: parameters.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in FIELDS}
    errors: dict[str, str] = {}
    found = _measure(typed, errors)
    codes = _places(typed["places"], errors)
    first, last = _year(typed["from"]), _year(typed["to"])
    if first and last and first > last:
        errors["from"] = _("起始年度晚于截止年度，请调换。")
    level = typed["level"] if typed["level"] in Place.Level.values else ""
    page = parameters.get("page", "")
    return ComparisonAsked(
        measure=found,
        selection=queries.Selection(codes, level, first, last),
        year=_year(typed["year"]),
        ascending=typed["order"] == "asc",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        typed=typed,
        errors=errors,
    )


def _measure(typed: Mapping[str, str], errors: dict[str, str]) -> Measure:
    key = typed["measure"] or USUAL
    where = "measure"
    if typed["row"]:
        column_table, _stroke, column = typed["column"].partition("/")
        key, where = f"{typed['row']}/{column}", "column"
        if not typed["column"] or column_table != typed["row"].partition("/")[0]:
            errors[where] = _("所选的行没有这一列，请选同一张表里的列。")
            return measure(USUAL)
    try:
        return measure(key)
    except UnknownMeasure as unknown:
        in_table = _("这一行没有所选的列，请另选一列。")
        errors[where] = in_table if where == "column" else str(unknown)
        return measure(USUAL)


def _places(text: str, errors: dict[str, str]) -> tuple[str, ...]:
    words = [word for word in re.split(r"[\s,，、;；]+", text) if word]
    if len(words) > NAMES:
        errors["places"] = _("一次最多比较%(count)d个写明的地方；要比较更多，请留空并选择层级。") % {
            "count": NAMES
        }
        return ()
    try:
        return tuple(place.code for place in queries.named_places(words))
    except queries.UnknownPlaces as unknown:
        errors["places"] = _("没有收录或者不止一个地方叫“%(words)s”，请写全称或者代码，用空格分开。") % {
            "words": unknown
        }
        return ()


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else None


Choices = list[dict[str, Any]]


def measure_choices(current: str) -> Choices:
    """The measures with a name, their groups before them."""
    return [
        {
            "value": each.key,
            "label": f"{GROUPS[each.group]}：{each.label}",
            "current": each.key == (current or USUAL),
        }
        for each in measures().values()
    ]


def row_choices(current: str) -> Choices:
    """Every row of every form, newest form first, each once."""
    found: dict[str, str] = {}
    for format in reversed(FORMATS):
        for key, table in form(format).tables.items():
            for row in (*table.rows.values(), *table.combined.values()):
                found.setdefault(f"{key}/{row.key}", f"{table.label}：{row.label[:LABEL]}")
    return _choices(found, current, _("（不选，用上面的指标）"))


def column_choices(current: str) -> Choices:
    """Every column of every form, newest form first, each once."""
    found: dict[str, str] = {}
    for format in reversed(FORMATS):
        for key, table in form(format).tables.items():
            for column in table.columns.values():
                found.setdefault(f"{key}/{column.key}", f"{table.label}：{column.label[:LABEL]}")
    return _choices(found, current, _("（先选行）"))


def level_choices(current: str) -> Choices:
    """The levels of places."""
    return _choices({value: str(label) for value, label in Place.Level.choices}, current, _("全部层级"))


def year_choices(current: str, first: str) -> Choices:
    """The years of which there are reports."""
    years = {str(year): _("%(year)d年") % {"year": year} for year in queries.years()}
    return _choices(years, current, first)


def order_choices(current: str) -> Choices:
    """From which end a ranking begins."""
    return [
        {"value": "", "label": _("从大到小"), "current": current != "asc"},
        {"value": "asc", "label": _("从小到大"), "current": current == "asc"},
    ]


def _choices(labels: Mapping[str, str], current: str, none: str) -> Choices:
    rows = [{"value": value, "label": label, "current": value == current} for value, label in labels.items()]
    return [{"value": "", "label": none, "current": not current}, *rows]
