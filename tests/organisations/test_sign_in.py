"""Signing in: one sentence for every failure, waits that double, a second factor for who wants it."""

from __future__ import annotations

from base64 import b32decode
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import authenticate, hashers
from django.core.exceptions import ImproperlyConfigured
from django_otp.oath import TOTP

from gongkai.organisations import operations
from gongkai.organisations.accounts import lockout, second_factor, sessions, sign_in
from gongkai.organisations.accounts.lockout import Counter, Scope
from gongkai.organisations.accounts.sessions import Opened
from gongkai.organisations.models import FailedAttempts, Person, SignIn
from gongkai.organisations.operations import people
from gongkai.records import journal
from gongkai.records.actors import SYSTEM, Actor
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "Qing-Shan-Lv-Shui"  # noqa: S105 - of a test
HOME, AWAY = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def someone(db: None) -> Person:
    return material.person(password=PASSWORD)


def enter(
    password: str = PASSWORD, *, login: str = "zhang.wei", address: str = HOME, at: datetime = AT
) -> Opened:
    return sign_in.sign_in(login=login, password=password, address=address, at=at)


def fail(times: int, *, login: str = "zhang.wei", address: str = HOME, at: datetime = AT) -> None:
    for _time in range(times):
        with pytest.raises(sign_in.SignInRefused):
            enter("wrong", login=login, address=address, at=at)


def verbs(prefix: str = "person.") -> list[str]:
    return [entry.verb for entry in journal.entries().order_by("pk") if entry.verb.startswith(prefix)]


def test_login_and_password_open_a_sign_in(someone: Person) -> None:
    opened = enter(login=" Zhang.Wei ")
    assert opened.person == someone
    assert opened.person.must_change_password
    assert sessions.find(opened.secret, AT) == opened.sign_in
    assert opened.secret not in str(SignIn.objects.values())
    assert verbs()[-1] == "person.signed_in"


def test_an_unknown_login_a_wrong_password_and_a_locked_account_fail_alike(
    someone: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    material.person("li.na", "李娜")  # has never had a password
    material.person("wang.fang", "王芳", PASSWORD)
    operations.lock_person(
        person=Person.objects.get(login="wang.fang"), reason="调离", act=SystemAct(SYSTEM, AT)
    )
    hashed = []
    argon2 = hashers.get_hasher("default")
    encode = type(argon2).encode
    monkeypatch.setattr(type(argon2), "encode", lambda *words: hashed.append(1) or encode(*words))
    verify = type(argon2).verify
    monkeypatch.setattr(type(argon2), "verify", lambda *words: hashed.append(1) or verify(*words))
    told = set()
    for login, password in (
        ("zhang.wei", "wrong"),
        ("nobody", "wrong"),
        ("li.na", "wrong"),
        ("wang.fang", PASSWORD),
    ):
        hashed.clear()
        with pytest.raises(sign_in.SignInRefused) as refusal:
            enter(password, login=login)
        told.add(str(refusal.value))
        assert len(hashed) == 1, f"{login}: as much work as for any other"
    assert len(told) == 1


def test_after_five_failures_the_login_waits_and_each_further_failure_doubles_it(someone: Person) -> None:
    fail(5)
    with pytest.raises(sign_in.Paused) as pause:
        enter()
    assert pause.value.wait == timedelta(seconds=30)
    at = AT
    for wait in (60, 120, 240, 480, 900, 900):
        at += timedelta(minutes=16)
        fail(1, at=at)
        with pytest.raises(sign_in.Paused) as pause:
            enter(at=at)
        assert pause.value.wait == timedelta(seconds=wait)
    # the right password after the wait opens, and all is forgiven
    at += timedelta(minutes=15)
    assert enter(at=at).person == someone
    fail(4, at=at)
    assert enter(at=at).person == someone


def test_the_wait_is_the_same_for_a_login_that_is_nobodys(someone: Person) -> None:
    fail(5, login="nobody")
    with pytest.raises(sign_in.Paused):
        enter(login="nobody")
    assert enter().person == someone


def test_an_address_that_tries_many_logins_waits_too_and_others_do_not(someone: Person) -> None:
    for number in range(20):
        fail(1, login=f"guess-{number}", address=AWAY)
    with pytest.raises(sign_in.Paused):
        enter(address=AWAY)
    assert enter(address=HOME).person == someone
    assert enter(address=AWAY, at=AT + timedelta(minutes=1)).person == someone


def test_attempts_made_at_the_same_time_are_counted_before_they_are_judged(someone: Person) -> None:
    for _attempt in range(5):
        lockout.begin(Counter(Scope.LOGIN, "zhang.wei"), at=AT)
    with pytest.raises(sign_in.Paused):
        enter()


def test_failures_are_forgotten_after_a_day(someone: Person) -> None:
    fail(4)
    fail(4, at=AT + timedelta(hours=25))
    assert lockout.purge(AT + timedelta(days=3)) == 2


def test_failures_are_journalled_when_they_cost_a_wait_and_tell_nothing_typed(someone: Person) -> None:
    fail(4)
    assert "person.sign_in_paused" not in verbs()
    fail(1)
    fail(5, login="My-Secret-Password", address=AWAY)
    paused = journal.entries().filter(verb="person.sign_in_paused").order_by("pk")
    assert [(entry.object_label, (entry.after or {})["failures"]) for entry in paused] == [
        ("张伟", 5),
        ("登录名", 5),
    ]
    kept = str([*journal.entries().values(), *FailedAttempts.objects.values()])
    assert not any(word in kept.casefold() for word in (HOME, AWAY, "my-secret"))
    enter(at=AT + timedelta(minutes=1))
    entered = journal.entries().order_by("-pk")[0]
    assert (entered.after or {})["failed_attempts_before"] == 5


def test_there_is_no_second_way_in(someone: Person) -> None:
    with pytest.raises(ImproperlyConfigured, match="No authentication backends"):
        authenticate(login="zhang.wei", username="zhang.wei", password=PASSWORD)


def test_the_present_password_is_guessed_no_faster_from_inside(someone: Person) -> None:
    change: dict[str, Any] = {"person": someone, "new": "Yun-He-2026-ok", "act": SystemAct(SYSTEM, AT)}
    for _time in range(5):
        with pytest.raises(people.WrongPassword):
            operations.change_password(present="wrong", **change)
    with pytest.raises(sign_in.Paused):
        operations.change_password(present=PASSWORD, **change)


# --- the second factor -------------------------------------------------------------------------------


def code_of(key: str, at: datetime) -> str:
    totp = TOTP(b32decode(key))
    totp.time = at.timestamp()
    return f"{totp.token():06d}"


def enrol(person: Person) -> tuple[str, list[str]]:
    """The key and the recovery codes of somebody who enrolled the day before."""
    before = AT - timedelta(days=1)
    by = Actor("person", person.public_id, person.name)
    enrolment = second_factor.begin(person=person, by=by, at=before)
    codes = second_factor.confirm(person=person, code=code_of(enrolment.key, before), by=by, at=before)
    return enrolment.key, codes


def ticket(at: datetime = AT) -> str:
    with pytest.raises(sign_in.CodeNeeded) as needed:
        enter(at=at)
    return needed.value.ticket


def with_code(code: str, given: str, at: datetime = AT) -> Opened:
    return sign_in.sign_in_with_code(ticket=given, code=code, address=HOME, at=at)


def test_enrolling_takes_a_code_of_the_device(someone: Person) -> None:
    enrolment = second_factor.begin(person=someone, by=SYSTEM, at=AT)
    address = urlsplit(enrolment.uri)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [enrolment.key]
    assert enrolment.qr_svg().startswith("<svg")
    with pytest.raises(second_factor.WrongCode):
        second_factor.confirm(person=someone, code="000000", by=SYSTEM, at=AT)
    assert not second_factor.enabled(someone)
    assert enter().person == someone
    codes = second_factor.confirm(person=someone, code=code_of(enrolment.key, AT), by=SYSTEM, at=AT)
    assert len(set(codes)) == second_factor.recovery_codes_left(someone) == 10
    with pytest.raises(second_factor.AlreadyEnabled):
        second_factor.begin(person=someone, by=SYSTEM, at=AT)


def test_a_code_is_good_for_one_sign_in(someone: Person) -> None:
    key, _codes = enrol(someone)
    given = ticket()
    assert with_code(code_of(key, AT), given).person == someone
    with pytest.raises(sign_in.SignInRefused):
        with_code(code_of(key, AT), given)
    later = AT + timedelta(seconds=60)
    assert with_code(code_of(key, later), given, later).person == someone


def test_a_recovery_code_is_good_once(someone: Person) -> None:
    _key, codes = enrol(someone)
    assert with_code(f" {codes[3].upper()} ", ticket()).person == someone
    with pytest.raises(sign_in.SignInRefused):
        with_code(codes[3], ticket())
    assert second_factor.recovery_codes_left(someone) == 9
    assert "person.recovery_code_used" in verbs()
    renewed = second_factor.renew_recovery_codes(person=someone, by=SYSTEM, at=AT)
    with pytest.raises(sign_in.SignInRefused):
        with_code(codes[4], ticket())
    assert with_code(renewed[0], ticket()).person == someone


def test_a_ticket_lasts_five_minutes_and_dies_with_the_password(someone: Person) -> None:
    key, _codes = enrol(someone)
    given, late = ticket(), AT + timedelta(minutes=5, seconds=1)
    for bad, at in ((given, late), (given + "x", AT), ("", AT)):
        with pytest.raises(sign_in.SignInRefused):
            with_code(code_of(key, at), bad, at)
    operations.issue_initial_password(person=someone, act=SystemAct(SYSTEM, AT))
    with pytest.raises(sign_in.SignInRefused):
        with_code(code_of(key, AT), given)


def test_wrong_codes_cost_a_wait_that_the_right_password_does_not_wipe_out(someone: Person) -> None:
    key, _codes = enrol(someone)
    for _time in range(5):
        with pytest.raises(sign_in.SignInRefused):
            with_code("000000", ticket())
    with pytest.raises(sign_in.Paused):
        with_code(code_of(key, AT), ticket())


def test_the_second_factor_is_taken_away_by_an_administrator(someone: Person) -> None:
    enrol(someone)
    assert second_factor.remove(person=someone, reason="手机遗失", by=SYSTEM, at=AT)
    assert not second_factor.remove(person=someone, by=SYSTEM, at=AT)
    assert enter().person == someone
    assert verbs().count("person.second_factor_removed") == 1
