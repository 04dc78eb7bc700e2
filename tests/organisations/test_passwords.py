"""What a password must be, and that an initial one has to be changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from gongkai.config import settings as deployed
from gongkai.organisations import operations
from gongkai.organisations.accounts import passwords
from gongkai.organisations.accounts.logins import BadLogin, compact_login
from gongkai.organisations.models import Person
from gongkai.organisations.operations import checking, people
from gongkai.records.actors import SYSTEM, Actor
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# password, the words of the refusal ("" for none); the owner is 张伟, zhang.wei
POLICY = [
    # at least ten characters
    ("Ab3-x9!q", "10"),
    ("Ab3-x9!q-z", ""),
    # in any script; a sentence is a good password
    ("晴川历历汉阳树芳草萋萋", ""),
    # not one that everybody uses
    ("1234567890", "常见"),
    ("password123", "常见"),
    # not one with the own login or name inside
    ("my-Zhang.Wei-2026", "登录名或者姓名"),
    ("我是张伟我的密码是这个", "登录名或者姓名"),
    # not without end
    ("x" * 201, "200"),
]


@pytest.mark.parametrize(("password", "words"), POLICY)
def test_the_policy(password: str, words: str) -> None:
    someone = material.person()
    if not words:
        passwords.check(password, someone)
        return
    with pytest.raises(passwords.WeakPassword, match=words):
        passwords.check(password, someone)


def test_several_broken_rules_are_named_at_once() -> None:
    with pytest.raises(passwords.WeakPassword, match=r"10.*登录名"):
        passwords.check("张伟1", material.person())


def test_the_last_five_do_not_come_back() -> None:
    someone = material.person(password="Number-0-of-mine")  # noqa: S106 - of a test
    by = Actor("person", someone.public_id, someone.name)

    def change(present: int, new: int) -> Person:
        return operations.change_password(
            person=someone,
            present=f"Number-{present}-of-mine",
            new=f"Number-{new}-of-mine",
            act=SystemAct(by, AT + timedelta(days=new)),
        )

    for number in range(4):
        change(number, number + 1)
    for used in range(5):
        with pytest.raises(passwords.WeakPassword, match="最近5次"):
            change(4, used)
    change(4, 5)
    someone.refresh_from_db()
    assert someone.old_passwords.count() == 5
    change(5, 0)


def test_an_initial_password_is_to_be_changed_and_told_once() -> None:
    someone = material.person()
    assert not someone.has_usable_password()
    initial = operations.issue_initial_password(person=someone, act=SystemAct(SYSTEM, AT))
    someone.refresh_from_db()
    assert someone.must_change_password
    assert someone.check_password(initial)
    assert initial not in someone.password
    changed = operations.change_password(
        person=someone, present=initial, new="Qing-Shan-Lv-Shui", act=SystemAct(SYSTEM, AT)
    )
    assert not changed.must_change_password
    assert changed.password.startswith("argon2$")


def test_a_deployment_hashes_with_argon2_at_no_less_than_its_usual_cost() -> None:
    assert deployed.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    usual = Argon2PasswordHasher()
    # RFC 9106, 4.: 64 MiB at least where memory is short
    assert usual.memory_cost >= 64 * 1024
    assert usual.time_cost >= 2


def test_initial_passwords_pass_the_policy_and_differ() -> None:
    someone = material.person()
    made = {passwords.make_initial() for _number in range(200)}
    assert len(made) == 200
    for initial in list(made)[:20]:
        passwords.check(initial, someone)


def test_nobody_resets_or_locks_themselves() -> None:
    someone = material.person()
    by = Actor("person", someone.public_id, someone.name)
    with pytest.raises(people.OwnAccount):
        operations.issue_initial_password(person=someone, act=SystemAct(by, AT))
    assert not operations.can_lock_person(person=someone, by=by)
    operations.lock_person(person=someone, reason="调离", act=SystemAct(SYSTEM, AT))
    with pytest.raises(people.AlreadyLocked):
        operations.lock_person(person=someone, reason="调离", act=SystemAct(SYSTEM, AT))
    operations.unlock_person(person=someone, act=SystemAct(SYSTEM, AT))
    with pytest.raises(people.NotLocked):
        operations.unlock_person(person=someone, act=SystemAct(SYSTEM, AT))


LOGINS = [
    ("Zhang.Wei", "zhang.wei"),
    (" a01 ", "a01"),
    ("张伟", None),
    ("a", None),
    ("-ab", None),
    ("a b", None),
]


@pytest.mark.parametrize(("typed", "login"), LOGINS)
def test_logins_are_small_letters_and_digits(typed: str, login: str | None) -> None:
    if login:
        assert compact_login(typed) == login
    else:
        with pytest.raises(BadLogin):
            compact_login(typed)


def test_a_login_belongs_to_one_person() -> None:
    material.person()
    with pytest.raises(checking.NotValid, match="已经有人使用"):
        material.person("ZHANG.WEI", "另一个张伟")


def test_a_name_is_corrected() -> None:
    someone = material.person()
    operations.rename_person(person=someone, name="张维", act=SystemAct(SYSTEM, AT))
    assert Person.objects.get().name == "张维"
