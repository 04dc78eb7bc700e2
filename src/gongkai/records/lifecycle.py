"""Lifecycles: one table per kind says which verb leads from which state to which, who may, and on what
ground.

Buttons, rights, the verbs of the API, the diagram of the reference and the database's constraint are made
from it; every transition is compare-and-set on (state, revision), so that of two clerks who press at once
one is told so.

The table knows no model: the package's models take their states and their constraint from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.records.refusals import ReasonMissing, Refused

if TYPE_CHECKING:
    from gongkai.records.acts import Act

Text = str | Promise


class AlreadyDone(Refused):
    """Somebody did it before; the message says who and when, where that is known."""


class NotInThisState(Refused):
    """The state does not allow the verb; the message says what it is and what does."""


class SomebodyElse(Refused):
    """The one who acts is the one who may not: four eyes."""

    kind = "forbidden"


class Outdated(Refused):
    """The thing was changed since it was looked at, and what was decided by the look is decided again."""


class BadLifecycle(ValueError):
    """The table is not one: a verb twice, a state that nothing leads to, a name that another one bears."""


@dataclass(frozen=True)
class Condition:
    """What has to hold besides the state where a step needs it.

    `sentence` says what is the matter where it does not hold, and what to do; it is raised as `refusal`.
    """

    name: str
    label: Text
    holds: Callable[[Any], bool]
    sentence: Text
    refusal: type[Refused] = NotInThisState

    def check(self, thing: Any) -> None:
        """Raise the refusal unless the condition holds."""
        if not self.holds(thing):
            raise self.refusal(str(self.sentence))


@dataclass(frozen=True)
class Step:
    """One row: `verb` leads from each of `from_` to `to` (None: the state stays).

    `action`: the row of the table of actions. `ground`: article or notice. `needs`: conditions besides the
    state. `reason`: the sentence that asks for a reason, where the step always needs one.
    `other_than(thing)`: the public id of the person who may not do it themselves. `letter`: kind of the
    letter it sends. `clock`: its effect on the statutory clock, in words.
    """

    verb: str
    label: Text
    from_: tuple[str, ...]
    to: str | None
    action: str
    ground: str = ""
    needs: tuple[Condition, ...] = ()
    reason: Text = ""
    other_than: Callable[[Any], str] | None = None
    letter: str = ""
    clock: str = ""
    table: list[Lifecycle] = field(default_factory=list, repr=False, compare=False)

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle this step stands in."""
        return self.table[0]

    def check(self, thing: Any, act: Act | None = None, reason: str | None = None) -> None:
        """Raise AlreadyDone, NotInThisState, a condition's refusal, SomebodyElse or ReasonMissing where the
        step cannot be taken now. Without an act nobody is asked for, without a reason (None) no reason.
        """
        self.lifecycle.check(thing, self, act, reason)

    def why_not(self, thing: Any) -> str:
        """The sentence of the refusal, or the empty text where the thing's state allows the step."""
        try:
            self.check(thing)
        except Refused as refusal:
            return str(refusal)
        return ""

    def allows(self, thing: Any) -> bool:
        """Whether the thing's state allows the step."""
        return self.why_not(thing) == ""

    def move(self, thing: Any, act: Act) -> None:
        """Set the state by compare-and-set; raises AlreadyDone where somebody else was faster."""
        self.lifecycle.move(thing, self, act)


@dataclass(frozen=True)
class Lifecycle:
    """The table of one kind: its states (TextChoices), the field that holds them, and the steps.

    `name` is the code of the kind. `revision` is an integer field that every step adds one to, also where
    the state stays. `settled(thing)` gives (who, when) of the last move where the model keeps them, for the
    sentence of AlreadyDone. `initial`: the states a new thing begins in. `sentences`: for a state, what to
    tell of a verb that it does not allow.
    """

    name: str
    label: Text
    states: type[models.TextChoices]
    initial: tuple[str, ...]
    steps: tuple[Step, ...]
    state: str = "state"
    revision: str = "revision"
    settled: Callable[[Any], tuple[str, Any]] = lambda thing: ("", None)
    sentences: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        verbs = [step.verb for step in self.steps]
        if len(set(verbs)) != len(verbs):
            raise BadLifecycle(f"{self.name}: a verb stands twice")
        known = set(self.states.values)
        for step in self.steps:
            if not {*step.from_, *([step.to] if step.to else [])} <= known:
                raise BadLifecycle(f"{self.name}.{step.verb}: a state that is none")
            if step.table:
                raise BadLifecycle(f"{self.name}.{step.verb}: this row stands in another table")
            step.table.append(self)
        if missing := known - set(self.reachable()):
            raise BadLifecycle(f"{self.name}: nothing leads to {', '.join(sorted(missing))}")

    def __getitem__(self, verb: str) -> Step:
        for step in self.steps:
            if step.verb == verb:
                return step
        raise KeyError(f"{self.name} has no verb {verb!r}")

    def reachable(self) -> Iterator[str]:
        """Every state that steps lead to from the initial ones."""
        found, ahead = set(self.initial), list(self.initial)
        while ahead:
            here = ahead.pop()
            yield here
            for step in self.steps:
                if step.to and here in step.from_ and step.to not in found:
                    found.add(step.to)
                    ahead.append(step.to)

    def steps_from(self, state: str) -> list[Step]:
        """What can be done in a state."""
        return [step for step in self.steps if state in step.from_]

    def label_of(self, state: str) -> str:
        """The words of a state."""
        return str(self.states(state).label)

    def check(self, thing: Any, step: Step, act: Act | None = None, reason: str | None = None) -> None:
        """Raise the refusal where the step cannot be taken now; see Step.check."""
        state = str(getattr(thing, self.state))
        if step.to is not None and state == step.to and state not in step.from_:
            raise self._already_done(thing, state)
        for condition in step.needs:
            condition.check(thing)
        if state not in step.from_:
            raise self._not_now(state, step)
        if act is not None and step.other_than is not None and step.other_than(thing) == act.actor.id:
            raise SomebodyElse(_("“%(verb)s”须由另一人办理：您是经办人。") % {"verb": step.label})
        if reason is not None and step.reason and not reason.strip():
            raise ReasonMissing(str(step.reason), "reason")

    def _already_done(self, thing: Any, state: str) -> Refused:
        who, when = self.settled(thing)
        if when is None:
            text = _("已经办理过了，现为“%(state)s”，不必再办。") % {"state": self.label_of(state)}
            return AlreadyDone(text)
        facts = {
            "who": who or _("他人"),
            "when": timezone.localtime(when).strftime("%Y-%m-%d %H:%M"),
            "state": self.label_of(state),
        }
        return AlreadyDone(_("%(who)s已于%(when)s办理（现为“%(state)s”），不必再办。") % facts)

    def _not_now(self, state: str, step: Step) -> Refused:
        if state in self.sentences:
            return NotInThisState(str(self.sentences[state]))
        may = "、".join(str(one.label) for one in self.steps_from(state)) or _("无")
        facts = {"state": self.label_of(state), "verb": str(step.label), "may": may}
        text = _("现在的状态是“%(state)s”，不能%(verb)s；可以办理的是：%(may)s。") % facts
        return NotInThisState(text)

    def move(self, thing: Any, step: Step, act: Act) -> None:
        """Set state and revision where both are still what was read.

        Raises AlreadyDone, NotInThisState or, where only the revision is another, Outdated.
        """
        was, revision = str(getattr(thing, self.state)), getattr(thing, self.revision)
        to = step.to or was
        rows = type(thing)._default_manager.filter(
            pk=thing.pk, **{self.revision: revision, self.state: was, f"{self.state}__in": step.from_}
        )
        if not rows.update(**{self.state: to, self.revision: F(self.revision) + 1}):
            fresh = type(thing)._default_manager.get(pk=thing.pk)
            self.check(fresh, step)
            raise outdated()
        setattr(thing, self.state, to)
        setattr(thing, self.revision, revision + 1)

    def check_unchanged(self, thing: Any, revision: int) -> None:
        """Raise Outdated where a step was taken since the thing had this revision."""
        if getattr(thing, self.revision) != revision:
            raise outdated()

    def fold(self, begin: str, verbs: Iterable[str]) -> str:
        """The state that verbs lead to, one after the other. Raises NotInThisState where one is not allowed:
        that is not a history of this lifecycle.
        """
        state = begin
        for verb in verbs:
            step = self[verb]
            if state not in step.from_:
                raise self._not_now(state, step)
            state = step.to or state
        return state

    def constraint(self, name: str, message: Text) -> models.CheckConstraint:
        """The database's own word that no other state can stand in the row."""
        return models.CheckConstraint(
            condition=Q(**{f"{self.state}__in": tuple(self.states.values)}),
            name=name,
            violation_error_message=cast("str", message),
        )

    def diagram(self) -> str:
        """The table as a Mermaid state diagram; what leaves a state as it is stands in one line."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state}: {self.label_of(state)}" for state in self.states.values]
        lines += [f"    [*] --> {state}" for state in self.initial]
        for step in self.steps:
            if step.to is not None:
                lines += [f"    {state} --> {step.to}: {step.label}" for state in step.from_]
        for state in self.states.values:
            staying = [str(step.label) for step in self.steps_from(state) if step.to is None]
            if staying:
                lines.append(f"    {state} --> {state}: {'、'.join(staying)}")
        return "\n".join(lines)


def outdated() -> Outdated:
    """The refusal for whoever decided by what is no longer so."""
    return Outdated(_("刚刚有人改过，请刷新页面，按最新的情况再办。"))


_LIFECYCLES: dict[str, Lifecycle] = {}


def declare(lifecycle: Lifecycle) -> Lifecycle:
    """Make a lifecycle known under its name. Raises BadLifecycle where another one bears it."""
    if _LIFECYCLES.setdefault(lifecycle.name, lifecycle) is not lifecycle:
        raise BadLifecycle(f"{lifecycle.name}: declared twice")
    return lifecycle


def all_lifecycles() -> dict[str, Lifecycle]:
    """Every lifecycle by the code of its kind, in the order of the codes."""
    return dict(sorted(_LIFECYCLES.items()))
