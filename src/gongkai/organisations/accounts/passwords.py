"""What a password must be: Django's rules for length and common words, and two of our own.

The rules are listed in the setting AUTH_PASSWORD_VALIDATORS; `check` puts their sentences together.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongkai.organisations.models import OldPassword, Person
from gongkai.records.refusals import Refused

LONGEST: Final = 200
REMEMBERED: Final = 5
# Without letters and digits that are mistaken for each other when read from paper.
_INITIAL_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class WeakPassword(Refused):
    """The new password breaks a rule; the message names every rule it breaks."""


class WithoutOwnNames:
    """A validator: the password holds neither the login nor the name of its owner."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError if a name of three letters (two Han characters) or more stands inside."""
        folded = password.casefold()
        names = [user.login, user.name] if user else []
        for name in names:
            if len(name) >= (3 if name.isascii() else 2) and name.casefold() in folded:
                raise ValidationError(self.get_help_text(), code="password_holds_own_name")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("密码中不要出现自己的登录名或者姓名。")


class NotUsedLately:
    """A validator: the password is not one of the owner's last few."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self.remembered = remembered

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError if the password is the present one or among the last `remembered`."""
        if user is None or user.pk is None:
            return
        old = list(user.old_passwords.values_list("hash", flat=True)[: self.remembered])
        if any(check_password(password, known) for known in old):
            raise ValidationError(self.get_help_text(), code="password_used_lately")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("不能使用最近%(count)s次用过的密码，请另设一个。") % {"count": self.remembered}


def check(password: str, person: Person) -> None:
    """Raise WeakPassword with one sentence per broken rule."""
    if len(password) > LONGEST:
        raise WeakPassword(_("密码请不要超过%(count)s个字符。") % {"count": LONGEST})
    try:
        password_validation.validate_password(password, person)
    except ValidationError as problem:
        raise WeakPassword("".join(problem.messages)) from problem


def rules() -> list[str]:
    """The rules in sentences, for the hint beside the field."""
    return password_validation.password_validators_help_texts()


def make_initial() -> str:
    """An initial password for paper or telephone: three groups of five, about 74 random bits."""
    letters = [secrets.choice(_INITIAL_ALPHABET) for _index in range(15)]
    return "-".join("".join(letters[start : start + 5]) for start in (0, 5, 10))


def put(person: Person, password: str, at: datetime) -> None:
    """Set the password and remember its hash, forgetting those beyond the last few. Checks nothing."""
    keep(person, make_password(password), at)


def keep(person: Person, hash: str, at: datetime) -> None:
    """Set the password by its hash, made before the transaction: hashing takes a quarter of a second."""
    person.password = hash
    person.save(update_fields=("password",))
    OldPassword.objects.create(person=person, hash=person.password, set_at=at)
    kept = person.old_passwords.values_list("pk", flat=True)[:REMEMBERED]
    person.old_passwords.exclude(pk__in=list(kept)).delete()
