"""Scenes in which several act at the same moment; run as a program, one of them on a database of its own.

python -m tests.organisations.at_once guesses
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

from gongkai.records.acts import SystemAct

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from gongkai.organisations import operations
from gongkai.organisations.accounts import lockout, sign_in
from gongkai.organisations.acts import official_act
from gongkai.organisations.models import Appointment, BodyVersion, FailedAttempts, Person, Post
from gongkai.records.actors import SYSTEM
from gongkai.records.refusals import Refused
from tests.organisations import material
from tests.organisations.material import AT, BEGAN, ON


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Begin all acts together, each on its own connection; the class of what each raised, or ""."""
    start = Barrier(len(acts))

    def perform(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=30)
            act()
        except (Refused, IntegrityError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(perform, acts))


def guesses() -> None:
    material.person(password="Qing-Shan-Lv-Shui")  # noqa: S106 - of a test

    def guess() -> object:
        return sign_in.sign_in(login="zhang.wei", password="wrong", address="", at=AT)  # noqa: S106

    results = at_once(*[guess] * 12)
    assert sorted(results) == ["Paused"] * 7 + ["SignInRefused"] * 5
    assert FailedAttempts.objects.get(scope="login").failures == 5


def entries() -> None:
    counter = lockout.Counter(lockout.Scope.LOGIN, "zhang.wei")

    def enter() -> object:
        for _time in range(60):
            attempt = lockout.begin(counter, at=AT)
            with transaction.atomic():
                lockout.forgive(attempt)
        return None

    assert at_once(*[enter] * 3) == [""] * 3
    assert not FailedAttempts.objects.exists()


def appointments() -> None:
    city, someone = material.city(), material.person()
    posts = [material.post(city.root, role, title=role) for role in ("system_admin", "auditor", "clerk")]

    def appointing(number: int) -> Callable[[], object]:
        return lambda: operations.appoint(
            person=someone, post=posts[number], on=ON, act=SystemAct(SYSTEM, AT)
        )

    results = at_once(*[appointing(number) for number in range(3)])
    assert sorted(results) == ["", "PowersNotSeparated", "PowersNotSeparated"]
    assert Appointment.objects.count() == 1


def grants() -> None:
    city = material.city()
    act = official_act(material.acting(city.root, "security_admin", login="an.quan"), AT)
    for number in range(12):
        post = material.post(city.health, "clerk", title=f"岗位{number}")
        someone = material.person(f"ren.{number}", "某人")

        def appointing(someone: Person = someone, post: Post = post) -> object:
            return operations.appoint(person=someone, post=post, on=ON, act=act)

        def granting(post: Post = post) -> object:
            return operations.set_roles(post=post, roles=["auditor"], on=ON, act=act)

        assert sorted(at_once(appointing, granting)) == ["", "SecondPersonNeeded"]
    assert not Appointment.objects.filter(post__granted__role="auditor").exists()


def logins() -> None:
    def opening() -> object:
        return operations.create_person(login="zhang.wei", name="张伟", act=SystemAct(SYSTEM, AT))

    assert sorted(at_once(*[opening] * 4)) == ["", "NotValid", "NotValid", "NotValid"]


def moves() -> None:
    city = material.city()

    def moving(body: str, parent: str) -> Callable[[], object]:
        return lambda: operations.move_body(
            body=getattr(city, body), parent=getattr(city, parent), on=ON, act=SystemAct(SYSTEM, AT)
        )

    results = at_once(moving("education", "health"), moving("health", "education"))
    assert sorted(results) == ["", "Circle"]
    assert BodyVersion.objects.filter(valid_from=ON).count() == 1


def renames() -> None:
    city = material.city()

    def renaming(name: str) -> Callable[[], object]:
        return lambda: operations.rename_body(body=city.health, name=name, on=ON, act=SystemAct(SYSTEM, AT))

    assert at_once(*[renaming(f"第{number}个名称") for number in range(4)]) == [""] * 4
    assert list(city.health.versions.values_list("valid_from", "valid_to")) == [(BEGAN, ON), (ON, None)]


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    globals()[sys.argv[1]]()
