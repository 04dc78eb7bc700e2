"""The same question finds the same rows, whoever is asked: the console, the portal, the API.

Each set of filters that the domain declares is asked filter by filter, for some rows, one, none. A filter
that is added without an example here fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongkai.annual_reports import queries as reports
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body
from gongkai.organisations.operations import bodies
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.filters import Filter
from tests.api import city as material
from tests.api.city import Program
from tests.console import office
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

Query = dict[str, Any]


@dataclass(frozen=True)
class Sites:
    """Whoever can be asked."""

    administration: Program
    anybody: Program
    office: office.Visitor
    visitor: Client


def bodies_of_the_api(sites: Sites, query: Query) -> list[str]:
    return [item["code"] for item in sites.administration.get("/bodies", **query).json()["items"]]


def bodies_of_the_console(sites: Sites, query: Query) -> list[str]:
    page = Page(sites.office.client.get("/console/bodies/list/", query))
    return page.texts("//td[@data-label='机构代码']")


def reports_of_the_api(sites: Sites, query: Query) -> list[str]:
    found = sites.anybody.get("/reports", **query).json()["items"]
    return [f"{item['place']['code']}/{item['year']}" for item in found]


def reports_of_the_portal(sites: Sites, query: Query) -> list[str]:
    links = Page(sites.visitor.get("/reports/", query)).attributes("//main//li/a/@href")
    return [href.removeprefix("/reports/").rstrip("/") for href in links if href.count("/") == 4]


@dataclass(frozen=True)
class Declared:
    """A set of filters with who asks it and examples: a query and how many rows it finds."""

    filters: tuple[Filter, ...]
    asked: Mapping[str, Callable[[Sites, Query], list[str]]]
    examples: list[tuple[Query, int]]


SETS = {
    "BODY_FILTERS": Declared(
        organisations.BODY_FILTERS,
        {"the API": bodies_of_the_api, "the console": bodies_of_the_console},
        [
            ({}, 6),
            # Words of the name, the short name or the code, in any order; each must be found
            ({"q": "统计"}, 1),
            ({"q": "局 云河"}, 2),
            ({"q": "体委"}, 1),
            ({"q": "donghu"}, 2),
            ({"q": "donghu 教育"}, 1),
            ({"q": "没有这个机构"}, 0),
            ({"level": "district"}, 2),
            ({"level": "town"}, 0),
            ({"kind": "department"}, 3),
            ({"parent": "yunhe"}, 4),
            ({"parent": "donghu"}, 1),
            ({"parent": "tjj"}, 0),
            ({"q": "局", "level": "department", "kind": "department", "parent": "yunhe"}, 2),
        ],
    ),
    "REPORT_FILTERS": Declared(
        reports.REPORT_FILTERS,
        {"the API": reports_of_the_api, "the portal": reports_of_the_portal},
        [
            ({}, 11),
            # Words of the place or the title, or a year; each must be found
            ({"q": "重庆"}, 1),
            ({"q": "2019年 马鞍山"}, 1),
            ({"q": "没有这个地方"}, 0),
            ({"year": "2019"}, 2),
            ({"year": "2008"}, 0),
            ({"level": "city"}, 5),
            ({"q": "市", "year": "2019", "level": "province"}, 1),
        ],
    ),
}


@pytest.fixture
def sites(city: dict[str, Body], archive: int, administration: Program, anybody: Program) -> Sites:
    bodies.create_body(
        code="tyj",
        kind="department",
        name="云河市体育局",
        short_name="市体委",
        level="department",
        parent=organisations.body("yunhe"),
        on=date(2020, 1, 1),
        act=SystemAct(SYSTEM, material.AT),
    )
    system = office.visitor(city["yunhe"], "system_admin")
    return Sites(administration, anybody, system, Client(headers={"host": "localhost"}))


@pytest.mark.parametrize("name", list(SETS))
def test_every_filter_is_asked(name: str) -> None:
    asked = {key for query, _count in SETS[name].examples for key in query}
    assert asked == {one.name for one in SETS[name].filters}


@pytest.mark.parametrize("name", list(SETS))
def test_the_same_question_finds_the_same_rows(name: str, sites: Sites) -> None:
    declared = SETS[name]
    for query, count in declared.examples:
        found = {site: ask(sites, query) for site, ask in declared.asked.items()}
        first, *others = found.values()
        assert len(first) == count, (query, found)
        assert all(other == first for other in others), (query, found)
