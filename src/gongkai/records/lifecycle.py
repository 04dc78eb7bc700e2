"""Lifecycles: one table per kind says which verb leads from which state to which, who may, and on what
ground.

Buttons, rights, the verbs of the API, the diagram of the reference and the database's constraint are made
from it; every transition is compare-and-set on (state, revision), so that of two clerks who press at once
one is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.records.refusals import Refused

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


class BadLifecycle(ValueError):
    """The table is not one: a verb twice, a state that nothing leads to."""


@dataclass(frozen=True)
class Step:
    """One row: `verb` leads from each of `from_` to `to` (None: the state stays).

    `action`: the row of the table of actions. `ground`: article or notice. `other_than(thing)`: the public
    id of the person who may not do it themselves. `reason`: it needs one. `letter`: kind of the letter it
    sends. `clock`: its effect on the statutory clock, in words.
    """

    verb: str
    label: Text
    from_: tuple[str, ...]
    to: str | None
    action: str = ""
    ground: str = ""
    other_than: Callable[[Any], str] | None = None
    reason: bool = False
    letter: str = ""
    clock: str = ""
    table: list[Lifecycle] = field(default_factory=list, repr=False, compare=False)

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle this step stands in."""
        return self.table[0]

    def check(self, thing: Any, act: Act | None = None) -> None:
        """Raise AlreadyDone, NotInThisState or SomebodyElse where the verb cannot be done now."""
        self.lifecycle.check(thing, self, act)

    def move(self, thing: Any, act: Act) -> None:
        """Set the state by compare-and-set; raises AlreadyDone where somebody else was faster."""
        self.lifecycle.move(thing, self, act)


@dataclass(frozen=True)
class Lifecycle:
    """The table of one model: its states (TextChoices), the field that holds them, and the steps.

    `revision` is an integer field that every move adds one to. `settled(thing)` gives (who, when) of the
    last move where the model keeps them, for the sentence of AlreadyDone. `initial`: the states a new thing
    begins in.
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

    def check(self, thing: Any, step: Step, act: Act | None = None) -> None:
        """Raise AlreadyDone, NotInThisState or SomebodyElse where the step cannot be taken now."""
        state = str(getattr(thing, self.state))
        if state not in step.from_:
            raise self._refusal(thing, state, step)
        if act is not None and step.other_than is not None and step.other_than(thing) == act.actor.id:
            raise SomebodyElse(_("“%(verb)s”须由另一人办理：您是经办人。") % {"verb": step.label})

    def _refusal(self, thing: Any, state: str, step: Step) -> Refused:
        if state in self.sentences:
            return (AlreadyDone if state == step.to else NotInThisState)(str(self.sentences[state]))
        who, when = self.settled(thing)
        if state == step.to and when is not None:
            day = timezone.localtime(when).strftime("%Y-%m-%d %H:%M")
            facts = {"who": who or _("他人"), "when": day, "state": self.label_of(state)}
            return AlreadyDone(_("%(who)s已于%(when)s办理（现为“%(state)s”），不必再办。") % facts)
        may = "、".join(str(one.label) for one in self.steps_from(state)) or _("无")
        facts = {"state": self.label_of(state), "verb": str(step.label), "may": may}
        text = _("现在的状态是“%(state)s”，不能%(verb)s；可以办理的是：%(may)s。") % facts
        return (AlreadyDone if state == step.to else NotInThisState)(text)

    def move(self, thing: Any, step: Step, act: Act) -> None:
        """Set state and revision where both are still what was read. Raises AlreadyDone."""
        was, revision = str(getattr(thing, self.state)), getattr(thing, self.revision)
        to = step.to or was
        rows = type(thing)._default_manager.filter(pk=thing.pk, **{self.revision: revision})
        before = {f"{self.state}__in": step.from_}
        if not rows.filter(**before).update(**{self.state: to, self.revision: F(self.revision) + 1}):
            fresh = type(thing)._default_manager.get(pk=thing.pk)
            raise self._refusal(fresh, str(getattr(fresh, self.state)), step)
        setattr(thing, self.state, to)
        setattr(thing, self.revision, revision + 1)

    def constraint(self, name: str, message: str) -> models.CheckConstraint:
        """The database's own word that no other state can stand in the row."""
        return models.CheckConstraint(
            condition=Q(**{f"{self.state}__in": tuple(self.states.values)}),
            name=name,
            violation_error_message=message,
        )

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the reference."""
        lines = ["stateDiagram-v2"]
        lines += [f"    [*] --> {state}" for state in self.initial]
        for step in self.steps:
            lines += [f"    {state} --> {step.to or state}: {step.label}" for state in step.from_]
        return "\n".join(lines)
