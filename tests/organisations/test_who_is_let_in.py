"""Strangers' failures keep strangers out, and nobody who is on a known device or has both factors.

Each row of the table is a story: what happened before, who comes then, and how it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from gongkai.organisations import operations
from gongkai.organisations.accounts import devices
from gongkai.organisations.models import KnownDevice
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT
from tests.organisations.story import AWAY, LOOPBACK, OFFICE, PASSWORD, Story, begin

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def story(db: None) -> Story:
    return begin()


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
