"""Whatever is done to drafts, in whatever order: a draft is in the state that its journal tells."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.tasks import read_drafts
from gongkai.records import journal
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run
from gongkai.records.kinds import find_kind
from gongkai.records.operations import OPERATIONS
from gongkai.records.refusals import Refused
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, OFFICER, Office, page, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ACT = SystemAct(OFFICER, AT)
STEP_OF = {
    one.verb: one.step.verb
    for one in OPERATIONS.values()
    if one.step is not None and one.step.lifecycle is DRAFT_LIFECYCLE
}


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Office:
    settings.DATA = tmp_path
    return material.office()


class Walk:
    """Somebody who does anything to any draft."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance, self.files = office, random.Random(seed), 0  # noqa: S311 - a walk, no secret
        self.did: list[str] = []

    def draft(self) -> Draft:
        return self.chance.choice(list(Draft.objects.select_related("collection").order_by("pk")))

    def hand_in(self) -> object:
        self.files += 1
        name = self.chance.choice(["云河市教育局", "云河市卫生健康委员会", "云山市教育局"])
        data = self.chance.choice([page(name), page(name, values=wrong()), b"%PDF-1.7 broken", b"<p>x</p>"])
        at = AT.replace(minute=self.files % 60)
        return self.office.drop((f"{self.files}/{name}.html", data), at=at)

    def read(self) -> object:
        return read_drafts(Run("", 1, AT), collection=self.office.collection.pk)

    def assign(self) -> object:
        unit = self.chance.choice([None, self.office.education, self.office.health])
        return operations.assign_unit(draft=self.draft(), body=unit, act=ACT)

    def set_aside(self) -> object:
        return operations.set_aside(draft=self.draft(), reason="重复", act=ACT)

    def judge(self) -> object:
        draft = self.draft()
        now = queries.judged(draft)
        key = now.findings[0].key if now and now.findings else "0" * 16
        says = self.chance.choice(["confirmed", "dismissed", "open"])
        return operations.judge_finding(draft=draft, key=key, says=says, reason="口径", act=ACT)

    def edit(self) -> object:
        cell = {"table": "table4", "row": "review", "column": "total"}
        value = self.chance.randrange(9)
        return operations.edit_cell(draft=self.draft(), **cell, value=value, reason="台账", act=ACT)

    def accept(self) -> object:
        return operations.accept_draft(draft=self.draft(), reason="更正", act=ACT)

    def send_back(self) -> object:
        return operations.return_draft(draft=self.draft(), note="请改正", act=ACT)

    def go(self, steps: int) -> None:
        verbs: list[Callable[[], object]] = [
            *(self.hand_in, self.assign, self.set_aside, self.judge, self.edit, self.accept),
            *(self.send_back, self.assign, self.hand_in, self.edit),
        ]
        self.hand_in()
        for _step in range(steps):
            verb = self.chance.choice(verbs)
            with contextlib.suppress(Refused):
                verb()
                self.did.append(verb.__name__)


def told(draft: Draft) -> list[str]:
    """The steps that the journal tells of a draft, first things first."""
    kind = find_kind("report_draft")
    assert kind is not None
    return [STEP_OF[entry.verb] for entry in journal.timeline(kind.ref(draft, ACT.on)).order_by("id")]


# Chosen so that together they take every step of the table.
@pytest.mark.parametrize("seed", [2, 6, 11, 35])
def test_the_state_of_every_draft_is_the_fold_of_its_journal(office: Office, seed: int) -> None:
    walk = Walk(office, seed)
    walk.go(14)
    assert len(walk.did) > 4
    for draft in Draft.objects.select_related("collection", "body"):
        begin = Draft.State.WAITING if draft.file_id else Draft.State.UNREADABLE
        steps = told(draft)
        assert DRAFT_LIFECYCLE.fold(begin, steps) == draft.state, (draft.path, steps)
        assert draft.revision == len(steps), (draft.path, steps)


@pytest.mark.parametrize("seed", [19])
def test_what_lists_count_is_what_a_check_finds_now(office: Office, seed: int) -> None:
    Walk(office, seed).go(14)
    for draft in Draft.objects.select_related("collection", "body"):
        counts = queries.counts_of(queries.judged(draft))
        shown = (draft.errors, draft.warnings, draft.asks, draft.unread_cells, draft.year, draft.form)
        if draft.current and draft.state in (Draft.State.READ, Draft.State.UNREADABLE):
            found = (counts.errors, counts.warnings, counts.asks, counts.unread_cells)
            assert shown == (*found, counts.year, counts.form), draft.path


def test_every_step_stands_in_the_journal_under_a_verb_of_its_own() -> None:
    assert set(STEP_OF.values()) == {step.verb for step in DRAFT_LIFECYCLE.steps}
