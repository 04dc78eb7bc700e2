"""No work in children while a transaction is open; an operation that needs some begins again with it done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from gongkai.annual_reports.rules import NothingRead
from gongkai.records import process_pool
from gongkai.records.process_pool import STAFF
from tests.records.process_pool import samples

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SHORT = replace(STAFF, cpu=1, wall=20)


def rows() -> int:
    return ContentType.objects.filter(app_label="sample").count()


def test_inside_a_transaction_it_is_a_mistake() -> None:
    with pytest.raises(process_pool.InTransaction, match="samples:double"), transaction.atomic():
        process_pool.run(SHORT, samples.double, 1)


def test_an_operation_that_says_so_begins_again_and_writes_once() -> None:
    rounds: list[int] = []

    @process_pool.atomic
    def operation(*, value: int) -> int:
        rounds.append(value)
        ContentType.objects.create(app_label="sample", model="a")
        twice = process_pool.run(SHORT, samples.double, value)
        return process_pool.run(SHORT, samples.double, value=twice)

    assert operation(value=3) == 12
    assert len(rounds) == 3  # without either outcome, with one, with both
    assert rows() == 1


def test_the_work_is_done_while_no_transaction_is_open() -> None:
    open_then: list[bool] = []

    def note(*_: object) -> None:
        open_then.append(transaction.get_connection().in_atomic_block)

    @process_pool.atomic
    def operation() -> int:
        return process_pool.run(SHORT, samples.double, 1)

    from gongkai.records.process_pool import pool  # noqa: PLC0415

    original = pool.Pool.run
    pool.Pool.run = lambda self, task: (note(), original(self, task))[1]  # type: ignore[method-assign]
    try:
        assert operation() == 2
    finally:
        pool.Pool.run = original  # type: ignore[method-assign]
    assert open_then == [False]


def test_a_refusal_of_the_work_rolls_the_operation_back() -> None:
    @process_pool.atomic
    def operation() -> None:
        ContentType.objects.create(app_label="sample", model="a")
        process_pool.run(SHORT, samples.find_nothing)

    with pytest.raises(NothingRead, match="没有读出"):
        operation()
    assert rows() == 0


def test_a_refusal_may_be_taken_for_an_answer() -> None:
    @process_pool.atomic
    def operation() -> str:
        ContentType.objects.create(app_label="sample", model="a")
        try:
            process_pool.run(SHORT, samples.find_nothing)
        except NothingRead as nothing:
            return str(nothing)
        return ""

    assert operation() == "没有读出。"
    assert rows() == 1


def test_one_operation_inside_another_is_part_of_it() -> None:
    @process_pool.atomic
    def inner(value: int) -> int:
        return process_pool.run(SHORT, samples.double, value)

    @process_pool.atomic
    def outer() -> int:
        ContentType.objects.create(app_label="sample", model="a")
        return inner(inner(1))

    assert outer() == 4
    assert rows() == 1


def test_but_not_inside_a_plain_transaction() -> None:
    @process_pool.atomic
    def inner() -> int:
        return process_pool.run(SHORT, samples.double, 1)

    with pytest.raises(process_pool.InTransaction), transaction.atomic():
        inner()


def test_what_the_program_brings_along_may_be_worked_on_in_place() -> None:
    with process_pool.in_place(), transaction.atomic():
        assert process_pool.run(SHORT, samples.double, 1) == 2
