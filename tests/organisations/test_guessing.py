"""What guessing at the entrance brings, what it costs, what is counted and what the journal says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers

from gongkai.organisations import operations
from gongkai.organisations.accounts import lockout, second_factor, sign_in
from gongkai.organisations.accounts.lockout import MOST_ROWS, Counter, Scope
from gongkai.organisations.models import FailedAttempts
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.addresses import address_digest
from tests.organisations import material
from tests.organisations.material import AT
from tests.organisations.story import AWAY, OFFICE, PASSWORD, Story, begin
from tests.organisations.test_sign_in import code_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def story(db: None) -> Story:
    return begin()


def test_while_paused_nobody_learns_which_of_the_two_was_wrong(story: Story) -> None:
    story.use_two_factors()
    material.person("li.na", "李娜", PASSWORD)  # has no second factor
    told = set()
    for login in ("zhang.wei", "li.na", "nobody"):
        story.fail(8, login=login)
        for password in (PASSWORD, "wrong"):
            for code in ("000000", "aaaaa-bbbbb", story.code()):
                if (login, password, code) == ("zhang.wei", PASSWORD, story.code()):
                    continue
                with pytest.raises(sign_in.SignInRefused) as refusal:
                    story.come(password, login=login, code=code)
                told.add(str(refusal.value))
    assert len(told) == 1


def test_while_paused_an_unknown_login_takes_as_much_work(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.use_two_factors()
    hashed: list[int] = []
    argon2 = type(hashers.get_hasher("default"))
    encode, verify = argon2.encode, argon2.verify
    monkeypatch.setattr(argon2, "encode", lambda *words: hashed.append(1) or encode(*words))
    monkeypatch.setattr(argon2, "verify", lambda *words: hashed.append(1) or verify(*words))
    for login, password in (("nobody", "wrong"), ("zhang.wei", "wrong"), ("zhang.wei", PASSWORD)):
        story.fail(8, login=login)
        hashed.clear()
        story.fail(1, login=login, password=password, code="000000")
        assert len(hashed) == 1, (login, password)


def test_whoever_has_the_password_does_not_guess_codes_by_coming_while_paused(story: Story) -> None:
    story.use_two_factors()
    story.fail(8)
    story.fail(5, password=PASSWORD, code="000000")
    with pytest.raises(sign_in.SignInRefused):
        story.come(code=story.code())
    assert story.outcome(address=OFFICE) == "paused", "the pause of codes is not told apart"
    later = AT + timedelta(minutes=1)
    story.at = later
    assert story.outcome(code=story.code(later)) == "in"


def test_guessed_codes_do_not_keep_the_owner_out_on_a_known_device(story: Story) -> None:
    story.know("desk")
    story.use_two_factors()
    story.fail(8, password=PASSWORD, code="000000")
    assert story.outcome(code=story.code()) == "paused"
    assert story.outcome(code=story.code(), device="desk") == "in"


def test_a_stolen_device_guesses_no_faster_than_a_stranger(story: Story) -> None:
    story.know("desk")
    story.fail(5, device="desk")
    assert story.outcome(device="desk") == "paused"
    story.at += timedelta(minutes=1)
    story.fail(1, device="desk")
    assert story.outcome(device="desk") == "paused"


def test_attempts_with_a_code_are_bounded_by_address_for_the_work_they_make(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.use_two_factors()
    few = replace(lockout.PATIENCE[Scope.TOGETHER], free=3)
    monkeypatch.setattr(lockout, "PATIENCE", {**lockout.PATIENCE, Scope.TOGETHER: few})
    story.fail(5)
    for _time in range(3):
        assert story.outcome(password="wrong", code="000000", address=AWAY) == "refused"  # noqa: S106
    assert story.outcome(code=story.code(), address=AWAY) == "paused"
    assert story.outcome(code=story.code(), address=OFFICE) == "in"


# --- counters -----------------------------------------------------------------------------------------


def test_a_stranger_cannot_keep_the_owner_from_changing_the_password(story: Story) -> None:
    story.fail(8, login="zhang.wei password")
    change: dict[str, Any] = {"person": story.owner, "new": "Yun-He-2026-ok", "act": SystemAct(SYSTEM, AT)}
    operations.change_password(present=PASSWORD, **change)


def test_the_same_words_in_two_scopes_are_two_counters(db: None) -> None:
    for scope in Scope:
        lockout.begin(Counter(scope, "the same"), at=AT)
    assert FailedAttempts.objects.count() == len(Scope)
    assert len(set(FailedAttempts.objects.values_list("digest", flat=True))) == len(Scope)


def test_the_owners_sign_in_on_a_known_device_does_not_forgive_the_strangers(story: Story) -> None:
    story.know("desk")
    story.fail(8)
    story.know("desk")
    assert story.outcome(device="new") == "paused"
    entry = journal.entries().filter(verb="person.signed_in").order_by("-pk")[0]
    assert entry.after == {
        "second_factor": "none",
        "device": "known",
        "failed_attempts_before": 0,
        "failed_attempts_elsewhere": 5,
    }


def test_counters_are_forgotten_each_in_its_time_and_never_grow_without_bound(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.fail(1, login="nobody")
    assert FailedAttempts.objects.count() == 2
    assert lockout.purge(AT + timedelta(minutes=61)) == 1, "the address's"
    assert lockout.purge(AT + timedelta(hours=25)) == 1, "the login's"
    assert MOST_ROWS == 100_000
    monkeypatch.setattr(lockout, "MOST_ROWS", 3)
    story.fail(6, login="waiting")
    for number in range(6):
        story.fail(1, login=f"guess-{number}", address=OFFICE)
    lockout.purge(AT)
    assert FailedAttempts.objects.count() == 3
    assert FailedAttempts.objects.filter(wait_until__gt=AT).exists()


# --- what the journal says ----------------------------------------------------------------------------


def test_the_journal_tells_where_from_by_a_keyed_digest_alone(story: Story) -> None:
    story.come(address=OFFICE)
    story.fail(5, address=AWAY)
    by: dict[str, Any] = {"by": SYSTEM, "at": AT}
    key = second_factor.begin(person=story.owner, **by).key
    second_factor.confirm(person=story.owner, code=code_of(key, AT), **by, address=OFFICE)
    second_factor.remove(person=story.owner, **by, address=OFFICE)
    operations.change_password(
        person=story.owner, present=PASSWORD, new="Yun-He-2026-ok", address=OFFICE, act=SystemAct(SYSTEM, AT)
    )
    digests = {entry.verb: entry.digests.get("address") for entry in journal.entries()}
    assert digests["person.sign_in_paused"] == address_digest(AWAY)
    for verb in ("signed_in", "second_factor_enabled", "second_factor_removed", "password_changed"):
        assert digests[f"person.{verb}"] == address_digest(OFFICE), verb
    kept = str([*journal.entries().values(), *FailedAttempts.objects.values()])
    assert OFFICE not in kept
    assert AWAY not in kept
