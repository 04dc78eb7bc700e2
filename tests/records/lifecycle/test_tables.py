"""Every lifecycle is a whole table: each verb in each state is a step or a refusal that has a name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from gongkai.annual_reports.models import Collection, Draft
from gongkai.organisations.access import ACTIONS
from gongkai.organisations.models import Confirmation
from gongkai.records.actors import Actor
from gongkai.records.acts import ANYONE, INSIDE, OWNER, Act, SystemAct
from gongkai.records.kinds import find_kind
from gongkai.records.lifecycle import (
    AlreadyDone,
    BadLifecycle,
    Condition,
    Lifecycle,
    NotInThisState,
    SomebodyElse,
    Step,
    all_lifecycles,
)
from gongkai.records.operations import OPERATIONS, BadOperation, Operation, operation
from gongkai.records.refusals import ReasonMissing, Refused

AT = datetime(2027, 1, 20, 1, 30, tzinfo=UTC)
ACT = SystemAct(Actor("person", "p-7", "经办员"), AT)


def drafts(state: str) -> Iterator[Any]:
    """A draft in this state: current, superseded, and in a collection that is closed."""
    for closed_at in (None, AT):
        collection = Collection(title="年报", closed_at=closed_at)
        yield Draft(collection=collection, state=state)
        yield Draft(collection=collection, state=state, superseded_by_id=1)


# Things of each kind with a lifecycle, for one state in every condition that its table knows.
THINGS: dict[str, Callable[[str], Iterator[Any]]] = {
    "confirmation": lambda state: iter([Confirmation(state=state, asked_by="p-1")]),
    "report_draft": drafts,
}


def lives() -> list[Lifecycle]:
    return list(all_lifecycles().values())


def test_every_lifecycle_is_tried_here() -> None:
    assert set(THINGS) == set(all_lifecycles())


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_every_verb_in_every_state_is_a_step_or_a_named_refusal(life: Lifecycle) -> None:
    for state in life.states.values:
        for thing in THINGS[life.name](state):
            for step in life.steps:
                possible = state in step.from_ and all(one.holds(thing) for one in step.needs)
                assert step.allows(thing) is possible, (state, step.verb)
                if not possible:
                    with pytest.raises((AlreadyDone, NotInThisState)) as refusal:
                        step.check(thing, ACT, "理由")
                    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_every_state_is_reached_and_every_condition_can_fail(life: Lifecycle) -> None:
    assert set(life.reachable()) == set(life.states.values)
    tried = [thing for state in life.states.values for thing in THINGS[life.name](state)]
    for condition in {one.name: one for step in life.steps for one in step.needs}.values():
        assert {condition.holds(thing) for thing in tried} == {True, False}


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_every_step_is_taken_by_an_operation_and_asks_an_action_that_there_is(life: Lifecycle) -> None:
    taken = {one.step.verb for one in OPERATIONS.values() if one.step in life.steps and one.step}
    assert taken == {step.verb for step in life.steps}
    assert {step.action for step in life.steps} <= {*ACTIONS, ANYONE, INSIDE, OWNER}


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_the_database_knows_exactly_the_states_of_the_table(life: Lifecycle) -> None:
    kind = find_kind(life.name)
    assert kind is not None
    model = kind.model
    assert model is not None
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    made = life.constraint("any", "any").condition
    assert [one for one in checks if one.condition == made]
    assert list(model._meta.get_field(life.state).choices) == list(life.states.choices)


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_the_diagram_shows_every_step(life: Lifecycle) -> None:
    drawn = life.diagram()
    assert drawn.startswith("stateDiagram-v2\n")
    assert all(str(step.label) in drawn for step in life.steps)


# The table itself


class Door(models.TextChoices):
    OPEN = "open", "开着"
    SHUT = "shut", "关着"


class Thing:
    """Something with a door: no row, for what only asks."""

    def __init__(self, state: str, *, who: str = "", when: datetime | None = None) -> None:
        self.pk, self.state, self.revision = 1, state, 0
        self.who, self.when = who, when


DAYTIME = Condition("day", "白天", lambda thing: thing.who != "夜班", "请白天再来。")


def door(**changes: Any) -> Lifecycle:
    values: dict[str, Any] = {
        "name": "door",
        "label": "门",
        "states": Door,
        "initial": (Door.OPEN,),
        "settled": lambda thing: (thing.who, thing.when),
        "steps": (
            Step("shut", "关门", (Door.OPEN,), Door.SHUT, ANYONE, other_than=lambda thing: thing.who),
            Step("open", "开门", (Door.SHUT,), Door.OPEN, ANYONE, needs=(DAYTIME,), reason="请说明理由。"),
        ),
    }
    return Lifecycle(**values | changes)


def test_what_is_done_already_is_told_with_who_and_when() -> None:
    thing = Thing(Door.SHUT, who="王云", when=AT)
    day = timezone.localtime(AT).strftime("%Y-%m-%d %H:%M")
    with pytest.raises(AlreadyDone, match=f"王云已于{day}办理（现为“关着”），不必再办。"):
        door()["shut"].check(thing)
    with pytest.raises(AlreadyDone, match="他人已于"):
        door()["shut"].check(Thing(Door.SHUT, when=AT))
    with pytest.raises(AlreadyDone, match="已经办理过了，现为“关着”"):
        door()["shut"].check(Thing(Door.SHUT))


def test_what_the_state_forbids_is_told_with_what_it_allows() -> None:
    knock = Step("knock", "敲门", (Door.SHUT,), None, ANYONE)
    life = door(steps=(*(Step(s.verb, s.label, s.from_, s.to, ANYONE) for s in door().steps), knock))
    with pytest.raises(NotInThisState, match="现在的状态是“开着”，不能敲门；可以办理的是：关门。"):
        life["knock"].check(Thing(Door.OPEN))


def test_a_step_needs_its_conditions_its_reason_and_another_person() -> None:
    life = door()
    with pytest.raises(NotInThisState, match="白天"):
        life["open"].check(Thing(Door.SHUT, who="夜班"))
    with pytest.raises(ReasonMissing, match="请说明理由") as refusal:
        life["open"].check(Thing(Door.SHUT), ACT, " ")
    assert (refusal.value.field, refusal.value.kind) == ("reason", "invalid")
    life["open"].check(Thing(Door.SHUT), ACT)  # who only looks is asked for no reason
    with pytest.raises(SomebodyElse, match="须由另一人办理") as other:
        life["shut"].check(Thing(Door.OPEN, who="p-7"), ACT)
    assert isinstance(other.value, Refused)
    assert other.value.kind == "forbidden"


def test_a_history_is_folded_to_a_state_or_refused_where_it_is_none() -> None:
    life = door()
    assert life.fold(Door.OPEN, ["shut", "open", "shut"]) == Door.SHUT
    with pytest.raises(NotInThisState):
        life.fold(Door.OPEN, ["open"])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        # a verb without a way there
        ({"steps": (Step("shut", "关", ("open",), None, ANYONE),)}, "nothing leads to shut"),
        ({"steps": (Step("burn", "烧", ("open",), "ash", ANYONE),)}, "a state that is none"),
        ({"steps": (Step("shut", "关", ("open",), "shut", ANYONE),) * 2}, "stands twice"),
        ({"steps": door().steps}, "stands in another table"),
    ],
)
def test_a_table_that_is_none_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(BadLifecycle, match=says):
        door(**changes)
    with pytest.raises(KeyError):
        door()["dance"]


def test_an_operation_asks_the_action_of_its_step() -> None:
    kind = find_kind("report_draft")
    assert kind is not None
    step = all_lifecycles()["report_draft"]["accept"]
    with pytest.raises(BadOperation, match=r"draft\.accept"):

        @operation("draft.accepted", "收录", of=kind, action="draft.review", step=step)
        def accept(*, draft: Draft) -> Any:
            return None


def without_a_step(operations: Iterable[Operation]) -> list[str]:
    """The operations on a thing with a lifecycle that no step of it allows; those that make one need none."""
    found = []
    for one in operations:
        if one.kind.code not in all_lifecycles() or one.step is not None or one.kind.model is None:
            continue
        taken = [str(one.annotation) for one in inspect.signature(one.function).parameters.values()]
        if one.kind.model.__name__ in taken:
            found.append(one.path)
    return found


def test_whatever_is_done_to_a_thing_with_a_lifecycle_is_a_step_of_it() -> None:
    assert without_a_step(OPERATIONS.values()) == []


def test_a_verb_without_a_step_is_found() -> None:
    kind = find_kind("report_draft")
    assert kind is not None

    def wipe(*, draft: Draft, act: Act) -> Any:
        draft.delete()

    def make(*, act: Act) -> Any:
        """A new one."""

    wiping, making = (Operation("draft.x", "清除", kind, "draft.review", one) for one in (wipe, make))
    assert without_a_step([wiping, making]) == [wiping.path]
