"""A check is kept only when asked for, under an address nobody can guess, and not for longer than said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import KeptCheck
from gongkai.annual_reports.rules import Reading, read
from gongkai.records import journal
from gongkai.records.actors import PUBLIC, RUNNER
from gongkai.records.acts import SystemAct
from tests import material

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def keep(at: datetime = AT) -> KeptCheck:
    reading = read(material.html(material.figures("2021", 1, 20)).encode())
    return operations.keep_check(reading=reading, name="报告.html", act=SystemAct(PUBLIC, at))


def test_a_kept_check_comes_back_as_it_was_read() -> None:
    kept = keep()
    found = queries.kept_check(kept.token, AT + timedelta(days=29))
    assert found is not None
    assert Reading.from_json(found.figures).tables["table4"] is not None
    assert found.name == "报告.html"


def test_addresses_are_long_and_never_the_same() -> None:
    tokens = {keep().token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 43 for token in tokens)  # 256 bits


@pytest.mark.parametrize(("days", "there"), [(0, True), (29, True), (30, False), (400, False)])
def test_it_is_kept_for_thirty_days(days: int, there: bool) -> None:
    kept = keep()
    assert (queries.kept_check(kept.token, AT + timedelta(days=days)) is not None) is there


def test_it_can_be_forgotten_at_once_and_twice_does_no_harm() -> None:
    kept, other = keep(), keep()
    assert operations.forget_check(token=kept.token, act=SystemAct(PUBLIC, AT))
    assert not operations.forget_check(token=kept.token, act=SystemAct(PUBLIC, AT))
    assert queries.kept_check(kept.token, AT) is None
    assert queries.kept_check(other.token, AT) == other


def test_the_journal_knows_neither_the_secret_address_nor_the_name_of_the_file() -> None:
    kept = keep()
    token = kept.token
    operations.forget_check(token=token, act=SystemAct(PUBLIC, AT))
    told = [str(entry.content()) for entry in journal.entries()]
    assert len(told) == 2
    assert not any(token in one or "报告.html" in one for one in told)


def test_what_has_expired_is_deleted_and_only_that() -> None:
    old, new = keep(AT - timedelta(days=30)), keep()
    assert operations.purge_checks(act=SystemAct(RUNNER, AT)) == 1
    assert list(KeptCheck.objects.all()) == [new]
    assert queries.kept_check(old.token, AT - timedelta(days=29)) is None


@pytest.mark.parametrize(
    ("token", "hours", "constraint", "says"),
    [
        (None, 1, "kept_check_token_is_unique", "地址已经用过"),
        ("x", -1, "kept_check_expires_later", "到期时间应晚于"),
    ],
)
def test_the_database_forbids_what_must_never_be(
    token: str | None, hours: int, constraint: str, says: str
) -> None:
    known = keep()
    kept = KeptCheck(
        token=token or known.token,
        created_at=AT,
        expires_at=AT + timedelta(hours=hours),
        figures={},
        kept_by="访客",
    )
    with pytest.raises(ValidationError, match=says):
        kept.validate_constraints()
    with (
        pytest.raises(IntegrityError, match=f"{constraint}|annual_reports_keptcheck.token"),
        transaction.atomic(),
    ):
        kept.save()
    assert constraint in {item.name for item in KeptCheck._meta.constraints}
