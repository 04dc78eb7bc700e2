"""Numbers run without a gap and without a double; a void one stays in its place."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.records import journal, numbers
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.numbers.models import Number, Series
from gongkai.records.numbers.operations import SeriesHasNumbers, VoidReasonMissing

AT = timezone.now()
PATTERN = "{short}公复〔{year}〕{serial}号"


def take(*, body: str = "yunhe", kind: str = "reply", year: int = 2026, pattern: str = PATTERN) -> Number:
    return numbers.take(
        body=body, kind=kind, year=year, pattern=pattern, short="云", act=SystemAct(SYSTEM, AT)
    )


FILLED = [
    ("{short}公复〔{year}〕{serial}号", "云公复〔2026〕1号"),
    ("依申请公开{year}-{serial:04}", "依申请公开2026-0001"),
    ("〔{year}〕第{serial}号", "〔2026〕第1号"),
]


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(("pattern", "text"), FILLED)
def test_a_pattern_is_filled(pattern: str, text: str) -> None:
    assert take(pattern=pattern).text == text


REFUSED = [
    ("公复〔{year}〕号", "serial"),
    ("公复{serial}号", "year"),
    ("〔{year}〕{serial}之{serial}号", "serial"),
    ("{name}〔{year}〕{serial}号", "{name}"),
    ("{year.__class__}{serial}", "花括号"),
    ("{year}{serial}", "隔开"),
    ("〔{year}〕{serial:99}号", "花括号"),
    ("〔{year:04}〕{serial}号", "{year:04}"),
    ("〔{year}〕{serial}号" + "长" * 80, "80"),
    ("〔{year}〕{serial}号}", "花括号"),
]


@pytest.mark.parametrize(("pattern", "told"), REFUSED)
def test_a_pattern_that_would_not_make_one_number_per_serial_is_refused(pattern: str, told: str) -> None:
    with pytest.raises(numbers.PatternRefused) as refused:
        numbers.check_pattern(pattern)
    assert told in str(refused.value)


@pytest.mark.database
@pytest.mark.django_db
class TestSeries:
    """What holds within a series of one body, kind and year."""

    def test_serials_follow_one_another(self) -> None:
        assert [take().serial for _ in range(5)] == [1, 2, 3, 4, 5]

    def test_bodies_kinds_and_years_count_apart(self) -> None:
        take()
        others = [take(body="edu"), take(kind="correction"), take(year=2027)]
        assert [number.serial for number in others] == [1, 1, 1]
        assert take().serial == 2

    def test_the_pattern_may_change_and_the_count_goes_on(self) -> None:
        take()
        assert take(pattern="新〔{year}〕{serial}号").text == "新〔2026〕2号"

    def test_what_is_rolled_back_was_never_taken(self) -> None:
        take()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            take()
            _ = 1 / 0
        assert take().serial == 2
        assert numbers.gaps() == []

    def test_a_void_number_stays_and_is_not_given_again(self) -> None:
        take()
        number = numbers.void(number=take(), reason="文稿作废，另行发文", act=SystemAct(SYSTEM, AT))
        assert take().serial == 3
        assert (number.voided_at, number.void_reason) == (AT, "文稿作废，另行发文")
        found = numbers.numbers(body="yunhe", kind="reply", year=2026)
        assert [row.serial for row in found] == [1, 2, 3]
        assert journal.entries().filter(verb="number.voided").get().object_label == "云公复〔2026〕2号"
        with pytest.raises(numbers.AlreadyVoid):
            numbers.void(number=number, reason="再次", act=SystemAct(SYSTEM, AT))

    def test_a_void_needs_a_reason(self) -> None:
        with pytest.raises(VoidReasonMissing):
            numbers.void(number=take(), reason=" ", act=SystemAct(SYSTEM, AT))

    def test_a_series_goes_on_from_numbers_given_out_on_paper(self) -> None:
        numbers.continue_from(body="yunhe", kind="reply", year=2026, last=57, act=SystemAct(SYSTEM, AT))
        assert take().serial == 58
        assert numbers.gaps() == []
        with pytest.raises(SeriesHasNumbers):
            numbers.continue_from(body="yunhe", kind="reply", year=2026, last=90, act=SystemAct(SYSTEM, AT))

    def test_a_gap_made_behind_our_back_is_named(self) -> None:
        for _ in range(4):
            take()
        Number.objects.filter(serial__in=(2, 3)).delete()
        [(series, missing)] = numbers.gaps()
        assert (series.kind, missing) == ("reply", [2, 3])

    def test_the_database_gives_no_serial_twice(self) -> None:
        number = take()
        with pytest.raises(IntegrityError, match=r"number_is_taken_once|records_number\.series_id"):
            Number.objects.create(series=number.series, serial=1, text="x", taken_at=AT)

    def test_the_database_holds_one_series_of_each(self) -> None:
        take()
        with pytest.raises(IntegrityError):
            Series.objects.create(body="yunhe", kind="reply", year=2026)

    def test_the_database_knows_no_void_without_a_reason(self) -> None:
        number = take()
        with pytest.raises(IntegrityError, match="void_number_has_reason"):
            Number.objects.filter(pk=number.pk).update(voided_at=AT)
