"""The verbs of a draft are the steps of its lifecycle: none is missing, none says anything else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.annual_reports import operations
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Draft
from gongkai.console.areas.drafts.list import DRAFTS
from gongkai.console.areas.drafts.review import REVIEW_VERBS
from gongkai.console.areas.drafts.verbs import DRAFT_VERBS
from gongkai.records.acts import INSIDE, SystemAct
from tests.console import office as desk
from tests.console.review import again, at, shown
from tests.operations.annual_reports.office import AT, OFFICER, Office

VERBS = (*DRAFT_VERBS.verbs, *REVIEW_VERBS.verbs)
# Steps that the background takes, and the one that is chosen in the form of another.
NOT_PRESSED = {"read", "find_unreadable", "set_aside"}


def test_every_step_that_a_person_takes_has_a_verb() -> None:
    steps = {step.verb for step in DRAFT_LIFECYCLE.steps if step.action != INSIDE}
    assert steps - {verb.step.verb for verb in VERBS if verb.step} == NOT_PRESSED


def test_every_verb_of_a_draft_takes_a_step_and_asks_its_action() -> None:
    assert [verb.name for verb in VERBS if verb.step is None] == []
    assert [verb.name for verb in VERBS if verb.step and verb.action != verb.step.action] == []


def test_what_is_done_to_many_asks_what_is_asked_for_one() -> None:
    asked = {bulk.name: bulk.action for bulk in DRAFTS.verbs}
    steps = {"return": "return", "accept": "accept", "aside": "set_aside"}
    assert asked == {name: DRAFT_LIFECYCLE[step].action for name, step in steps.items()}


def bring(draft: Draft, state: str) -> Draft:
    """The draft, brought into a state."""
    act = SystemAct(OFFICER, AT)
    if state == Draft.State.RETURNED:
        operations.return_draft(draft=draft, note="请换新版表格。", act=act)
    elif state == Draft.State.ACCEPTED:
        operations.accept_draft(draft=draft, act=act)
    elif state == Draft.State.ASIDE:
        operations.set_aside(draft=draft, reason="是通知", act=act)
    else:
        reason = "打不开" if state == Draft.State.UNREADABLE else ""
        Draft.objects.filter(pk=draft.pk).update(state=state, reason=reason)
    found = again(draft)
    assert found.state == state
    return found


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("state", Draft.State.values)
def test_in_every_state_the_page_offers_what_the_lifecycle_allows_and_says_why_not(
    state: str, office: Office, officer: desk.Visitor, clean: Draft
) -> None:
    draft = bring(clean, state)
    seen = shown(officer, draft)
    for verb in DRAFT_VERBS.verbs:
        assert verb.step is not None
        why_not = verb.step.why_not(draft)
        links = seen.select(f"//a[@href='{at(draft, DRAFT_VERBS.page_name(verb))}']")
        assert bool(links) == (why_not == ""), verb.name
        hidden = verb.shown is not None
        assert hidden or why_not in seen.text, verb.name


@pytest.mark.database
@pytest.mark.django_db
def test_the_pages_of_drafts_lie_under_the_annual_reports_in_the_head(
    office: Office, officer: desk.Visitor, clean: Draft
) -> None:
    for address in (at(clean), reverse("console:drafts"), reverse("console:collections")):
        assert officer.page(address).texts("//a[@aria-current='true']")[:1] == ["年报"], address
