"""What operations share: locks, refusals made from the models' own constraints, and checks with a shadow."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from gongkai.organisations.models import Body, Person
from gongkai.records.refusals import Invalid, Refused

P = ParamSpec("P")
Row = TypeVar("Row", bound=models.Model)


class NotValid(Invalid):
    """A value is missing, malformed, or taken; the message is the field's or the constraint's."""


def shadow(check: Callable[P, object]) -> Callable[P, bool]:
    """`can_x` for a `check_can_x`: whether it passes without a refusal."""

    def can(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except Refused:
            return False
        return True

    can.__name__ = check.__name__.removeprefix("check_")
    can.__doc__ = f"Whether `{check.__name__}` lets it pass."
    return can


def validated(row: Row) -> Row:
    """The row, if its fields and constraints allow it; else NotValid with the first sentence."""
    try:
        row.full_clean()
    except ValidationError as problem:
        name, sentences = next(iter(problem.message_dict.items()))
        if name == "__all__":
            raise NotValid(sentences[0], kind="conflict") from problem  # a constraint: among other rows
        label = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        raise NotValid(f"{label}：{sentences[0]}", name) from problem
    return row


def inserted(row: Row) -> Row:
    """The row, checked as `validated` and inserted; NotValid too if somebody took its name meanwhile."""
    validated(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        validated(row)  # now the other row is seen, and told with its sentence
        raise
    return row


def lock_tree() -> None:
    """One change of the tree at a time, until the transaction ends."""
    Body.objects.select_for_update().order_by("pk").first()


def current_person(person: Person) -> Person:
    """The person as they are now; nobody else changes them until the transaction ends."""
    return Person.objects.select_for_update().get(pk=person.pk)
