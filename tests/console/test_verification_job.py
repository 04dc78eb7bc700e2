"""A verification that was asked for in the console runs only while the one who asked still may."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gongkai.console.tasks import verify_journal
from gongkai.organisations import operations
from gongkai.organisations.access import NotAllowed
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import Appointment
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import GiveUp, Run
from tests.organisations import material
from tests.organisations.material import City

pytestmark = pytest.mark.django_db
VERIFIED = "journal.verified"


def held(acting: Acting) -> Appointment:
    assert acting.appointment is not None
    return acting.appointment


def run() -> Run:
    return Run("", 1, timezone.now())


def test_it_runs_in_the_name_of_the_auditor_who_asked(city: City) -> None:
    auditor = material.acting(city.root, "auditor")
    verify_journal(run(), appointment=held(auditor).pk)
    assert journal.entries().get(verb=VERIFIED).by == auditor.actor


def test_not_for_who_has_left_meanwhile(city: City) -> None:
    appointment = held(material.acting(city.root, "auditor"))
    now = timezone.now()
    operations.end_appointment(
        appointment=appointment, on=timezone.localdate(now), act=SystemAct(SYSTEM, now)
    )
    with pytest.raises(GiveUp):
        verify_journal(run(), appointment=appointment.pk)
    assert not journal.entries().filter(verb=VERIFIED).exists()


def test_not_for_who_never_might(city: City) -> None:
    with pytest.raises(NotAllowed):
        verify_journal(run(), appointment=held(material.acting(city.root, "clerk")).pk)
