"""Strangers' failures keep strangers out, and nobody who is on a known device or has both factors.

Each row of the table is a story: what happened before, who comes then, and how it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import hashers

from gongkai.organisations import operations
from gongkai.organisations.accounts import devices, lockout, second_factor, sign_in
from gongkai.organisations.accounts.lockout import MOST_ROWS, Counter, Scope
from gongkai.organisations.accounts.sessions import Opened
from gongkai.organisations.models import FailedAttempts, KnownDevice, Person
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.addresses import address_digest
from tests.organisations import material
from tests.organisations.material import AT
from tests.organisations.test_sign_in import code_of, enrol

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "Qing-Shan-Lv-Shui"  # noqa: S105 - of a test
OFFICE, AWAY, LOOPBACK = "192.0.2.7", "198.51.100.9", "127.0.0.1"


@dataclass
class Story:
    """The owner of an account, their devices, and everybody else."""

    owner: Person
    at: datetime = AT
    key: str = ""
    carried: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def come(
        self,
        password: str = PASSWORD,
        *,
        login: str = "zhang.wei",
        code: str = "",
        device: str = "",
        address: str = OFFICE,
    ) -> Opened:
        """Somebody signs in; on the named device its cookie is carried along and renewed."""
        carried = self.carried.get(device, ())
        opened = sign_in.sign_in(
            login=login, password=password, code=code, devices=carried, address=address, at=self.at
        )
        if device and opened.remembered:
            self.carried[device] = (opened.remembered.secret, *carried)
        return opened

    def code(self, at: datetime | None = None) -> str:
        return code_of(self.key, at or self.at)

    def know(self, device: str) -> None:
        """The owner signed in on this device before."""
        self.come(device=device)

    def use_two_factors(self) -> None:
        self.key, _codes = enrol(self.owner)

    def fail(self, times: int, **how: str) -> None:
        """Somebody fails; pauses are tried against as well."""
        for _time in range(times):
            with pytest.raises((sign_in.SignInRefused, sign_in.Paused)):
                self.come(**{"password": "wrong", "address": AWAY, **how})

    def outcome(self, **how: str) -> str:
        """How it ends for somebody who tries."""
        try:
            self.come(**how)
        except sign_in.CodeNeeded:
            return "code"
        except sign_in.Paused:
            return "paused"
        except sign_in.SignInRefused:
            return "refused"
        return "in"


@pytest.fixture
def story(db: None) -> Story:
    return Story(material.person(password=PASSWORD))


def strangers_fail_on_the_login(story: Story) -> None:
    story.fail(8)


def strangers_fail_on_invented_logins_from_the_office(story: Story) -> None:
    for number in range(22):
        story.fail(1, login=f"guess-{number}", address=OFFICE)


def everybody_seems_to_come_from_loopback(story: Story) -> None:
    for number in range(22):
        story.fail(1, login=f"guess-{number}", address=LOOPBACK)
    story.fail(8, address=LOOPBACK)


def strangers_type_logins_with_a_blank(story: Story) -> None:
    for login in ("zhang.wei code", "zhang.wei password", "zhang.wei device"):
        story.fail(8, login=login)


def the_owner_mistypes_on_the_known_device(story: Story) -> None:
    story.fail(6, device="desk", address=OFFICE)


def nothing(story: Story) -> None:
    pass


ONE, TWO = False, True  # factors
# the sentence, what happened before, factors, how the owner comes, how it ends
STORIES: list[tuple[str, Callable[[Story], None], bool, dict[str, str], str]] = [
    ("the right password opens", nothing, ONE, {}, "in"),
    ("the right password asks for the code", nothing, TWO, {}, "code"),
    ("password and code open in one step", nothing, TWO, {"code": "right"}, "in"),
    ("a right password with a wrong code does not open", nothing, TWO, {"code": "000000"}, "refused"),
    # strangers guess at one login
    ("on a known device the owner is let in", strangers_fail_on_the_login, ONE, {"device": "desk"}, "in"),
    ("on a new device the owner waits", strangers_fail_on_the_login, ONE, {"device": "new"}, "paused"),
    ("on a known device the code is asked", strangers_fail_on_the_login, TWO, {"device": "desk"}, "code"),
    ("on a new device the password alone waits", strangers_fail_on_the_login, TWO, {}, "paused"),
    ("on a new device both factors open", strangers_fail_on_the_login, TWO, {"code": "right"}, "in"),
    ("a wrong code beside it does not", strangers_fail_on_the_login, TWO, {"code": "000000"}, "refused"),
    (
        "nor the right code beside a wrong password",
        strangers_fail_on_the_login,
        TWO,
        {"code": "right", "password": "wrong"},
        "refused",
    ),
    ("nor any code where none is used", strangers_fail_on_the_login, ONE, {"code": "000000"}, "refused"),
    # strangers, or one sick computer, behind the address of the whole office
    (
        "the office's known devices are let in",
        strangers_fail_on_invented_logins_from_the_office,
        ONE,
        {"device": "desk"},
        "in",
    ),
    ("a new device there waits", strangers_fail_on_invented_logins_from_the_office, ONE, {}, "paused"),
    (
        "elsewhere a new device does not",
        strangers_fail_on_invented_logins_from_the_office,
        ONE,
        {"address": "203.0.113.5"},
        "in",
    ),
    (
        "both factors open there too",
        strangers_fail_on_invented_logins_from_the_office,
        TWO,
        {"code": "right"},
        "in",
    ),
    # a proxy that names nobody: login and address are paused at once
    (
        "a known device is let in all the same",
        everybody_seems_to_come_from_loopback,
        ONE,
        {"device": "desk", "address": LOOPBACK},
        "in",
    ),
    (
        "both factors open all the same",
        everybody_seems_to_come_from_loopback,
        TWO,
        {"code": "right", "address": LOOPBACK},
        "in",
    ),
    # no login that can be typed counts for anything but that login
    ("the password opens", strangers_type_logins_with_a_blank, ONE, {"address": AWAY}, "in"),
    (
        "the code opens",
        strangers_type_logins_with_a_blank,
        TWO,
        {"code": "right", "address": "1.2.3.4"},
        "in",
    ),
    # the owner's own failures
    ("the device itself waits", the_owner_mistypes_on_the_known_device, ONE, {"device": "desk"}, "paused"),
    ("another known one does not", the_owner_mistypes_on_the_known_device, ONE, {"device": "home"}, "in"),
    ("nor does a new one", the_owner_mistypes_on_the_known_device, ONE, {"device": "new"}, "in"),
    (
        "nor the device itself with both factors",
        the_owner_mistypes_on_the_known_device,
        TWO,
        {"device": "desk", "code": "right"},
        "in",
    ),
]


@pytest.mark.parametrize(
    ("before", "factors", "comes", "ends"),
    [pytest.param(*row[1:], id=f"{row[1].__name__}: {row[0]}".replace("_", " ")) for row in STORIES],
)
def test_after(
    before: Callable[[Story], None], factors: bool, comes: dict[str, str], ends: str, story: Story
) -> None:
    story.know("desk")
    story.know("home")
    if factors:
        story.use_two_factors()
    before(story)
    how = {**comes, "code": story.code()} if comes.get("code") == "right" else comes
    assert story.outcome(**how) == ends


# --- what makes a device known, and what ends it ------------------------------------------------------


def test_a_device_knows_its_person_and_nobody_else(story: Story) -> None:
    story.know("desk")
    other = material.person("li.na", "李娜", PASSWORD)
    story.fail(8, login="li.na")
    assert story.outcome(login="li.na", device="desk") == "paused"
    story.at += timedelta(hours=1)
    story.come(login="li.na", device="desk")
    story.fail(8, login="li.na")
    story.fail(8)
    assert story.outcome(login="li.na", device="desk") == "in"
    assert story.outcome(device="desk") == "in"
    assert [device.person for device in KnownDevice.objects.order_by("pk")] == [story.owner, other]


def test_the_secret_of_a_device_is_new_at_every_sign_in_and_only_its_digest_is_kept(story: Story) -> None:
    story.know("desk")
    old = story.carried["desk"]
    story.know("desk")
    new = story.carried["desk"]
    assert old[0] != new[0]
    assert KnownDevice.objects.count() == 1
    assert not any(secret in str(KnownDevice.objects.values()) for secret in new)
    story.fail(8)
    story.carried["thief"] = old
    assert story.outcome(device="thief") == "paused"


ENDS: dict[str, Callable[[Story], object]] = {
    "signing out everywhere": lambda story: operations.sign_out_own_sessions(
        person=story.owner, act=SystemAct(SYSTEM, AT)
    ),
    "an administrator signing them out": lambda story: operations.sign_out_everywhere(
        person=story.owner, act=SystemAct(SYSTEM, AT)
    ),
    "a change of the password": lambda story: operations.change_password(
        person=story.owner, present=PASSWORD, new=PASSWORD + "-2", act=SystemAct(SYSTEM, AT)
    ),
    "a reset of the password": lambda story: operations.issue_initial_password(
        person=story.owner, act=SystemAct(SYSTEM, AT)
    ),
    "the account being locked": lambda story: operations.lock_person(
        person=story.owner, reason="调离", act=SystemAct(SYSTEM, AT)
    ),
}


@pytest.mark.parametrize("what", ENDS)
def test_devices_are_known_no_more_after(what: str, story: Story) -> None:
    story.know("desk")
    ENDS[what](story)
    story.fail(8)
    assert story.outcome(device="desk") == "paused"
    assert not KnownDevice.objects.exists()


def test_the_device_on_which_the_password_is_changed_stays_known(story: Story) -> None:
    story.know("home")
    here = story.come(device="desk").sign_in
    operations.change_password(
        person=story.owner, present=PASSWORD, new="Yun-He-2026-ok", keep=here, act=SystemAct(SYSTEM, AT)
    )
    story.fail(8)
    assert story.outcome(password="Yun-He-2026-ok", device="desk") == "in"  # noqa: S106
    assert story.outcome(password="Yun-He-2026-ok", device="home") == "paused"  # noqa: S106


def test_a_device_is_forgotten_when_unused_for_half_a_year_or_one_of_too_many(story: Story) -> None:
    story.know("desk")
    story.at += devices.LASTS + timedelta(days=1)
    story.fail(8)
    assert story.outcome(device="desk") == "paused"
    assert devices.purge(story.at) == 1
    story.at += timedelta(hours=1)
    for number in range(devices.MOST_OF_A_PERSON + 3):
        story.at += timedelta(minutes=1)
        story.know(f"number {number}")
    assert KnownDevice.objects.count() == devices.MOST_OF_A_PERSON
    story.fail(8)
    assert story.outcome(device="number 0") == "paused"
    assert story.outcome(device="number 10") == "in"


# --- guessing -----------------------------------------------------------------------------------------


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
    strangers_type_logins_with_a_blank(story)
    change = {"person": story.owner, "new": "Yun-He-2026-ok", "act": SystemAct(SYSTEM, AT)}
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
    by = {"by": SYSTEM, "at": AT}
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
