"""What the console itself does, each with what it needs."""

from __future__ import annotations

from gongkai.console import operations
from gongkai.organisations import operations as organisations
from gongkai.organisations.models import Person
from gongkai.records.acts import SystemAct
from tests.operations.exercises import AT, BY, Exercises, Perform


def person() -> Person:
    return organisations.create_person(login="tang.lin", name="唐霖", act=SystemAct(BY, AT))


def save_view() -> Perform:
    owner = person()
    return lambda act: operations.save_view(
        person=owner,
        listing="bodies",
        title="机构",
        name="部门",
        query="level=department",
        act=act,
    )


def forget_view() -> Perform:
    view = operations.save_view(
        person=person(), listing="bodies", title="机构", name="部门", query="", act=SystemAct(BY, AT)
    )
    return lambda act: operations.forget_view(view=view, title="机构", act=act)


def record_export() -> Perform:
    return lambda act: operations.record_export(
        listing="bodies",
        title="机构",
        rows=3,
        columns=["name"],
        filters=["q"],
        format="csv",
        act=act,
    )


EXERCISES: Exercises = {
    "forget_view": forget_view,
    "record_export": record_export,
    "save_view": save_view,
}
