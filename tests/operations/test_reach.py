"""Every operation ends at the reach of who performs it, in whatever argument the body elsewhere stands.

Generated from the registry of operations and their exercises. Above the city of an exercise a province is
put, with a neighbouring city. Whoever holds the action in the neighbouring city tries the exercise; then
whoever holds it in the exercise's own city tries it with one argument after the other exchanged for something
of the neighbours. All of it must be refused, and nothing written. An operation without an exercise, an
argument for which there is no exchange, or an exercise that is not within reach to begin with, fails.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from gongkai.annual_reports.models import Place
from gongkai.organisations import queries
from gongkai.organisations.access import ACTIONS, NotAllowed, Reach
from gongkai.organisations.acts import OfficialAct, official_act
from gongkai.organisations.kinds import BODY
from gongkai.organisations.models import Appointment, Body, BodyVersion, Person, Role
from gongkai.organisations.operations import ImportRefused
from gongkai.records import operations as mechanism
from gongkai.records.acts import Act, SystemAct
from gongkai.records.kinds import kind_of
from gongkai.records.operations import OPERATIONS, Done, Operation, operation
from gongkai.records.refusals import Refused
from tests.material import yunhe
from tests.operations import exercises
from tests.operations.test_every_operation import tables
from tests.organisations import material
from tests.prepared import around_a_test

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# Performed inside another operation's exercise, which is the one that has it.
INSIDE_ANOTHER = {
    "keep_reading": "read_draft",
    "keep_unreadable": "read_draft",
}
# The whole deployment's, and anybody's who holds the action, on purpose.
SHARED = {
    "create_function": "the names of functions are one vocabulary; a succession names them",
    "record_export": "what was on one's own screen leaves it: there is nothing of others in it",
}
# An argument that names no body, though its value is the code of one.
HARMLESS = {
    ("create_body", "code"): "the new body's own code",
    ("archive_report", "level"): "a level",
}
ROWS: dict[tuple[str, str], Callable[[], bytes]] = {
    ("import_bodies", "data"): lambda: material.workbook(
        bodies=[("lin-x", "邻市某局", "", "政府工作部门", "部门", "lin", "", date(2026, 1, 1))]
    ),
    ("import_accounts", "data"): lambda: material.workbook(accounts=[("x.y", "甲", "lin")]),
    ("import_people", "data"): lambda: material.workbook(
        people=[("lin.ren", "邻人", "lin", "经办", "经办人", date(2026, 1, 1))]
    ),
}
# Rows within reach, where those of the exercise begin a city.
WITHIN: dict[str, Callable[[], dict[str, Any]]] = {
    "import_bodies": lambda: {
        "data": material.workbook(
            bodies=[("szf-x", "云河市某局", "", "政府工作部门", "部门", "szf", "", date(2026, 1, 1))]
        )
    },
    "create_person": lambda: {"home": queries.body("szf")},
}
# Nobody below the root has anything of it within reach.
OF_THE_ROOT = {"install_starters": "the templates that every body inherits"}


class _Reached(BaseException):
    """Thrown when an operation is entered, with what it was called with."""

    def __init__(self, declared: Operation, kwargs: dict[str, Any]) -> None:
        super().__init__(declared.path)
        self.declared, self.kwargs = declared, kwargs


def limited(declared: Operation) -> list[Role]:
    """The roles that may, but not everywhere."""
    row = ACTIONS.get(declared.action)
    return [role for role, reach in row.reach.items() if reach != Reach.ALL] if row else []


def names() -> list[str]:
    """The operations that end somewhere, by their names."""
    return sorted(path.rpartition(".")[2] for path, one in OPERATIONS.items() if limited(one))


def exercises_of() -> dict[str, exercises.Prepare]:
    found = {name: prepare for _package, table in tables() for name, prepare in table.items()}
    package = {path.rpartition(".")[2]: path for path, one in OPERATIONS.items() if limited(one)}
    for room, table in tables():  # `void` is of numbers and of letters
        for name, prepare in table.items():
            if name in package and f".{room}." in package[name]:
                found[name] = prepare
    return found


def entered(perform: exercises.Perform, monkeypatch: pytest.MonkeyPatch) -> _Reached:
    """With what the exercise calls its operation; nothing is performed."""

    def reached(declared: Operation, *rest: Any) -> None:
        raise _Reached(declared, rest[-1])

    with monkeypatch.context() as patched:
        patched.setattr(mechanism, "_perform", reached)
        patched.setattr(mechanism, "_prepared", reached)
        with pytest.raises(_Reached) as found:
            perform(SystemAct(exercises.BY, exercises.AT))
    return found.value


class Neighbours:
    """A province over the exercise's city, and a city beside it with one of each thing."""

    def __init__(self) -> None:
        if queries.body("szf") is None:
            material.city()
        self.city = queries.body("szf")
        assert self.city is not None
        versions = BodyVersion.objects.filter(parent=None)
        top = list(versions.values_list("body", flat=True))
        self.province = Body.objects.create(code="sheng", kind="government")
        versions.filter(body__in=top).update(parent=self.province)
        began = date(2000, 1, 1)
        BodyVersion.objects.create(body=self.province, name="某省", level="city", valid_from=began)
        self.neighbour = material.body("lin", "邻市人民政府", "city", self.province)
        Person.objects.filter(home=None, appointments=None).update(home=self.city)
        stranger = material.person("lin.ren", "邻人")
        Person.objects.filter(pk=stranger.pk).update(home=self.neighbour)
        for code in ("yunhe-office", "yunhe"):  # whose letters, numbers and reports the exercises are about
            if queries.body(code) is None:
                material.body(code, f"云河市{code}", "department", self.city)
        named = yunhe.reading().place or ""
        Place.objects.get_or_create(code="yunhe", defaults={"name": named, "level": "city"})
        Place.objects.get_or_create(code="lin", defaults={"name": "邻市", "level": "city"})

    def moved(self, row: models.Model) -> models.Model:
        """The row, taken to the neighbours; raises LookupError where nobody knows how."""
        if isinstance(row, Body):
            return self.neighbour
        if isinstance(row, Person):
            Appointment.objects.filter(person=row).delete()
            Person.objects.filter(pk=row.pk).update(home=self.neighbour)
        else:
            kind = kind_of(row)
            self._move(getattr(row, kind.whole) if kind is not None and kind.whole else row)
        fresh = type(row)._base_manager.get(pk=row.pk)
        kind = kind_of(fresh)
        assert kind is not None and kind.bodies is not None
        bodies = [getattr(one, "code", one) for one in kind.bodies(fresh, material.ON)]
        assert "lin" in bodies, f"{row!r} is still of {bodies}"
        return fresh

    def _move(self, row: models.Model) -> None:
        rows = type(row)._base_manager.filter(pk=row.pk)
        for field in row._meta.fields:
            if field.related_model is Body:
                rows.update(**{field.name: self.neighbour})
                return
            if field.name == "body":  # by its code
                rows.update(body="lin")
                return
            if field.name == "place":
                rows.update(place=Place.objects.get(code="lin"))
                return
        for name in ("post", "collection", "person", "series", "number"):
            whole = getattr(row, name, None)
            if isinstance(whole, models.Model):
                self._move(whole)
                return
        raise LookupError(f"no way to take {row!r} to the neighbours")


def exchanges(declared: Operation, kwargs: dict[str, Any], there: Neighbours) -> Iterator[tuple[str, Any]]:
    """Each argument that names somebody's, exchanged for one of the neighbours'."""
    codes = set(Body.objects.values_list("code", flat=True)) | {"yunhe-office", "yunhe"}
    parameters = inspect.signature(declared.function).parameters
    short = declared.function.__name__
    for name, parameter in parameters.items():
        value = kwargs.get(name)
        if name == "act" or (short, name) in HARMLESS:
            continue
        if isinstance(value, models.Model) and (kind := kind_of(value)) and kind.bodies:
            yield name, lambda value=value: there.moved(value)
        elif isinstance(value, str) and value in codes:
            yield name, lambda: "lin"
        elif isinstance(value, bytes):
            yield name, ROWS[short, name]
        elif isinstance(value, list | tuple | set) and any(_is_somebodys(one) for one in value):
            yield name, lambda value=value: [there.moved(one) for one in value]
        elif name not in declared.elsewhere and _holds(value):
            raise LookupError(f"{declared.path}: no exchange for what {name} holds; name its codes")
        if "Body | None" in str(parameter.annotation) and name not in declared.elsewhere:
            yield name, lambda: None


def _is_somebodys(one: object) -> bool:
    kind = kind_of(one)
    return kind is not None and kind.bodies is not None


def _holds(value: object) -> bool:
    """Whether something in it belongs to somebody, however deep."""
    if _is_somebodys(value):
        return True
    if is_dataclass(value) and not isinstance(value, type):
        return any(_holds(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, dict):
        return any(map(_holds, value.values()))
    return isinstance(value, list | tuple | set) and any(map(_holds, value))


def written() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed
    }


def attempt(declared: Operation, kwargs: dict[str, Any], act: OfficialAct) -> Refused | None:
    """Call the operation; its refusal, or None where it was performed. Everything is undone."""
    module = importlib.import_module(declared.function.__module__)
    call = getattr(module, declared.function.__name__)
    refusal = None
    with undone():
        before = written()
        try:
            call(**{**kwargs, "act": act})
        except Refused as problem:
            refusal = problem
            assert written() == before, f"{declared.path} refused, and wrote"
    return refusal


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is rolled back; the transaction is the test's, not the program's."""
    with suppress(_Undone), around_a_test():
        yield
        raise _Undone


def is_of_reach(refusal: Refused | None) -> bool:
    """Whether it was refused for whose the thing is."""
    if isinstance(refusal, ImportRefused):
        return any("管理范围" in error.sentence for error in refusal.errors)
    return isinstance(refusal, NotAllowed)


def acting(role: Role, body: Body, login: str) -> OfficialAct:
    return official_act(material.acting(body, role, login=login), exercises.AT)


def own_body(declared: Operation, kwargs: dict[str, Any], there: Neighbours, role: Role) -> Body:
    """Where somebody must sit to reach what the exercise is about."""
    if ACTIONS[declared.action].reach[role] == Reach.SUBTREE:
        assert there.city is not None
        return there.city
    for value in kwargs.values():
        kind = kind_of(value)
        if kind is not None and kind.bodies is not None:
            for body in kind.bodies(value, material.ON):
                found = queries.body(body) if isinstance(body, str) else body
                if found is not None:
                    return found
    assert there.city is not None
    return there.city


@pytest.fixture
def _data_of_its_own(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path


def test_every_operation_that_ends_somewhere_has_an_exercise() -> None:
    assert set(names()) - set(exercises_of()) - set(INSIDE_ANOTHER) == set()


def unreached(name: str, perform: exercises.Perform, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the operation of an exercise let pass beyond the reach of who performed it."""
    found = entered(perform, monkeypatch)
    declared, there = found.declared, Neighbours()
    kwargs = {key: refreshed(value) for key, value in found.kwargs.items()} | WITHIN.get(name, dict)()
    role = limited(declared)[-1]
    outsider = acting(role, there.neighbour, "wai.ren")
    insider = acting(role, own_body(declared, kwargs, there, role), "nei.ren")
    wrong = []
    if not is_of_reach(refusal := attempt(declared, kwargs, outsider)):
        wrong.append(f"by a neighbour: {refusal!r}")
    if is_of_reach(refusal := attempt(declared, kwargs, insider)) != (name in OF_THE_ROOT):
        wrong.append(f"not within reach to begin with: {refusal}")
    for argument, exchange in exchanges(declared, kwargs, there):
        with undone():
            refusal = attempt(declared, {**kwargs, argument: exchange()}, insider)
            allowed = argument in declared.elsewhere and refusal is not None
            if not is_of_reach(refusal) and not allowed:
                wrong.append(f"with {argument} of the neighbours: {refusal!r}")
    return wrong


@pytest.mark.usefixtures("_data_of_its_own")
@pytest.mark.parametrize("name", [name for name in names() if name not in {*INSIDE_ANOTHER, *SHARED}])
def test_it_ends_at_the_reach_of_who_performs_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unreached(name, exercises_of()[name](), monkeypatch) == []


def refreshed(value: Any) -> Any:
    """Rows as they are now that a province stands over them."""
    if isinstance(value, models.Model) and value.pk is not None:
        return type(value)._base_manager.get(pk=value.pk)
    return value


# --- planted


MOVED = "body.moved", gettext_lazy("调整机构隶属或层级")


@operation(*MOVED, of=BODY, action="body.manage")
def by_code(*, body: Body, parent: str, act: Act) -> Done[None]:
    """A second body by its code, which nobody named."""
    BodyVersion.objects.filter(body=body).update(parent=queries.body(parent))
    return Done(None, body)


@operation(*MOVED, of=BODY, action="body.manage", elsewhere={"parent": "it was convenient at the time"})
def excused(*, body: Body, parent: Body, act: Act) -> Done[None]:
    """A second body that is excused, and checked nowhere."""
    BodyVersion.objects.filter(body=body).update(parent=parent)
    return Done(None, body)


@operation(*MOVED, of=BODY, action="body.manage", elsewhere={"body": "it was convenient at the time"})
def unasked(*, body: Body, act: Act) -> Done[None]:
    """Not even the object is asked for."""
    BodyVersion.objects.filter(body=body).update(short_name="")
    return Done(None, body)


@operation(*MOVED, of=BODY, action="body.manage")
def hidden(*, body: Body, into: dict[str, list[Body]], act: Act) -> Done[None]:
    """Second bodies in a pocket of a pocket."""
    return Done(None, body)


for _planted_one in (by_code, excused, unasked, hidden):
    OPERATIONS.pop(f"{__name__}.{_planted_one.__name__}")


def test_a_second_body_by_its_code_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    city = material.city()
    wrong = unreached("", lambda act: by_code(body=city.school, parent="wjw", act=act), monkeypatch)
    assert [one.partition(":")[0] for one in wrong] == ["with parent of the neighbours"]


def test_a_second_body_that_is_excused_and_unchecked_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    city = material.city()
    wrong = unreached("", lambda act: excused(body=city.school, parent=city.health, act=act), monkeypatch)
    assert [one.partition(":")[0] for one in wrong] == ["with parent of the neighbours"]


def test_an_object_that_nobody_asks_for_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    city = material.city()
    wrong = unreached("", lambda act: unasked(body=city.school, act=act), monkeypatch)
    assert [one.partition(":")[0] for one in wrong] == ["by a neighbour", "with body of the neighbours"]


def test_a_second_body_that_nothing_looks_into_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    city = material.city()
    with pytest.raises(LookupError, match="no exchange for what into holds"):
        unreached("", lambda act: hidden(body=city.school, into={"a": [city.health]}, act=act), monkeypatch)
