"""A demo city whose building ended midway (the machine was switched off) is finished by the next start."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongkai.annual_reports.models import AnnualReport, Draft
from gongkai.demo import build, building, collecting, ensure
from gongkai.organisations.demo import password_hash
from gongkai.organisations.models import Body, Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def standing() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Body, Person, AnnualReport, Draft))


def test_its_reports_and_drafts_come_with_the_next_start() -> None:
    password_hash()
    building.found_organisation(at=AT)
    assert not collecting.is_received()
    assert ensure(at=AT)
    assert collecting.is_received()
    whole = standing()
    assert min(whole) > 0
    assert not ensure(at=AT)  # again there is nothing to do
    assert standing() == whole


def test_what_stands_whole_is_not_touched() -> None:
    built = build(at=AT)
    whole = standing()
    assert (built.bodies, built.people, built.reports) == whole[:3]
    assert not ensure(at=AT)
    assert standing() == whole
