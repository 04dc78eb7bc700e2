"""An office to visit: the invented city, and somebody in a post who has signed in."""

from __future__ import annotations

import pytest

from gongkai.annual_reports.models import Draft
from tests.console import office
from tests.console.office import visitor as office_visitor
from tests.operations.annual_reports import office as reports
from tests.organisations import material
from tests.prepared import prepared


@prepared
def city(db: None) -> material.City:
    """The invented city, from 1 January 2020."""
    return material.city()


@pytest.fixture
def system(city: material.City) -> office.Visitor:
    """The system administrator of the city, signed in."""
    return office.visitor(city.root, "system_admin")


@pytest.fixture
def security(city: material.City) -> office.Visitor:
    """The security administrator of the city, signed in."""
    return office.visitor(city.root, "security_admin")


@pytest.fixture
def auditor(city: material.City) -> office.Visitor:
    """The auditor of the city, signed in."""
    return office.visitor(city.root, "auditor")


def _reports_office(db: None) -> reports.Office:
    """The city in January, with a collection of drafts that is open."""
    return reports.office()


_office = prepared(_reports_office, name="office")


@pytest.fixture
def january(office: reports.Office) -> reports.Office:
    """The same, where `office` is the module."""
    return office


@pytest.fixture
def clerk(january: reports.Office) -> office.Visitor:
    """Who receives the drafts there; neither sends back nor accepts."""
    return office_visitor(january.city.root, "clerk")


@pytest.fixture(name="officer")
def _officer(office: reports.Office) -> office.Visitor:
    """Who leads the disclosure work of the city: may judge, correct, send back and accept drafts."""
    return office_visitor(office.city.root, "disclosure_officer")


@pytest.fixture
def faulty(office: reports.Office) -> Draft:
    """A draft of which one total does not close."""
    return office.one("教育局.html", reports.page(values=reports.wrong()))


@pytest.fixture
def clean(office: reports.Office) -> Draft:
    """A draft in which everything fits."""
    return office.one("教育局.html", reports.page())
