"""第三十三条 once more, by a second and naive method: one day at a time, on another library's calendar.

The simulation shares no code with the clock. It is compared on every receipt date since the first Regulation
and on random sequences of facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest
from chinese_calendar import is_workday
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.disclosure_regulation import ConsultationKind
from gongkai.law.reply_clock import Consultation, Extension, Fee, ReplyFacts, due_on, explain, reply_due
from gongkai.law.workdays import NotYetAnnounced, official

DAY = timedelta(days=1)
FIRST, CHANGE, LAST = date(2008, 5, 1), date(2019, 5, 15), date(2026, 12, 31)


def simulate(facts: ReplyFacts) -> date | None:
    """The last day to reply; None if the calendar ends before it."""
    try:
        return _walk(facts)
    except NotImplementedError:
        return None


def _walk(facts: ReplyFacts) -> date:
    is_old = facts.received < CHANGE
    waiting = set()
    for each in facts.consultations:
        if is_old and each.kind != "third_party":
            continue
        today, spent = each.asked, 0
        while spent < 15 and (each.answered is None or today < each.answered):
            today += DAY
            if is_workday(today):
                spent += 1
                waiting.add(today)
    start = facts.received
    if facts.corrected and facts.corrected > start:
        start = facts.corrected
    if facts.fee and facts.fee.paid_on and facts.fee.paid_on > start:
        start = facts.fee.paid_on
    left = 15 if is_old else 20
    if facts.extension:
        left += facts.extension.days
    today = start
    while left:
        today += DAY
        if is_workday(today) and today not in waiting:
            left -= 1
    return today


def agree(facts: ReplyFacts, compute: Callable[[], date | None]) -> None:
    expected = simulate(facts)
    if expected is None:
        with pytest.raises(NotYetAnnounced):
            compute()
    else:
        assert compute() == expected, facts


def test_every_receipt_date_since_the_first_regulation() -> None:
    beyond = []
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        day = date.fromordinal(ordinal)
        agree(ReplyFacts(day), partial(reply_due, day))
        if simulate(ReplyFacts(day)) is None:
            beyond.append(day)
    # Exactly the receipts of December 2026 whose twentieth working day lies in 2027.
    assert (beyond[0], beyond[-1], len(beyond)) == (date(2026, 12, 4), LAST, 28)


days_later = st.integers(0, 60).map(lambda n: timedelta(days=n))


@st.composite
def facts(draw: st.DrawFn) -> ReplyFacts:
    received = draw(st.dates(FIRST, LAST))

    def consultation() -> Consultation:
        asked = received + timedelta(days=draw(st.integers(-30, 60)))
        answered = asked + draw(days_later) if draw(st.booleans()) else None
        kinds: list[ConsultationKind] = ["third_party", "co_maker", "other_organ"]
        kind = draw(st.sampled_from(kinds))
        return Consultation(asked, answered, kind)

    requested = received + draw(days_later) if draw(st.booleans()) else None
    corrected = requested + draw(days_later) if requested else None
    extension = Extension(draw(st.integers(1, 15 if received < CHANGE else 20)))
    noticed = received + draw(days_later)
    fee = Fee(noticed, noticed + draw(days_later)) if received.year >= 2021 else None
    return ReplyFacts(
        received,
        correction_requested=requested,
        corrected=corrected,
        consultations=tuple(consultation() for _ in range(draw(st.integers(0, 4)))),
        extension=extension if draw(st.booleans()) else None,
        fee=fee if draw(st.booleans()) else None,
    )


@given(facts())
@settings(max_examples=1000, deadline=None)
def test_random_sequences_of_facts(given_facts: ReplyFacts) -> None:
    agree(given_facts, lambda: due_on(given_facts))


@given(facts())
@settings(max_examples=500, deadline=None)
def test_the_steps_account_for_every_day_from_the_restart_to_the_end(given_facts: ReplyFacts) -> None:
    due = simulate(given_facts)
    if due is None:
        return
    answer = explain(given_facts)
    assert answer.due_on == due
    periods = [step for step in answer.steps if step.counted]
    # The periods follow each other without gap or overlap and end on the due day.
    for earlier, later in pairwise(periods):
        assert later.start == earlier.end + DAY
    assert periods[-1].end == due
    reasons: dict[date, str] = {}
    for step in periods:
        assert step.counted + len(step.skipped) == (step.end - step.start).days + 1
        reasons |= {skip.on: skip.reason for skip in step.skipped}
    # What the consultations claim to take out is what the periods left out for them, each day once.
    claimed = [skip.on for step in answer.steps if not step.counted for skip in step.skipped]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == {day for day, reason in reasons.items() if reason.startswith("征求")}
    assert all(is_workday(day) for day in claimed)
    assert all(not is_workday(day) for day in reasons if day not in claimed)


@given(facts(), days_later)
@settings(max_examples=300, deadline=None)
def test_asking_somebody_more_never_shortens_the_period(given_facts: ReplyFacts, later: timedelta) -> None:
    asked = given_facts.received + later
    more = ReplyFacts(
        given_facts.received,
        given_facts.correction_requested,
        given_facts.corrected,
        (*given_facts.consultations, Consultation(asked, asked + 5 * DAY)),
        given_facts.extension,
        given_facts.fee,
    )
    if simulate(more) is not None:
        assert due_on(more) >= due_on(given_facts)
        assert official().is_workday(due_on(more))
