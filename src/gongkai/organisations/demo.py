"""The demo accounts: who they are, the one password they share, and that it opens nothing elsewhere.

A deployment is a demo while GONGKAI_SITE_NAME is not set (`settings.GONGKAI_SITE.demo`). The
console's sign-in page shows `demo_accounts()` with DEMO_PASSWORD; both are there only in a demo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from gongkai.organisations import queries
from gongkai.organisations.models import DemoAccount, DemoCity, Person, Role
from gongkai.records.addresses import parse_address
from gongkai.records.refusals import RefusalKind, Refused

DEMO_PASSWORD: Final = "gongkai-yanshi"  # noqa: S105 - known to everybody on purpose
# What is not demo data is the name of a real person; those are never emptied away.
NAME_MARK: Final = "演示"


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account as a table shows it: role and body as they are on the day asked for."""

    login: str
    name: str
    role: str
    body: str
    note: str


class DemoInPublic(Refused):
    """Other machines could reach a demo, whose password everybody knows."""

    kind: RefusalKind = "forbidden"


def check_stays_here(*, listening_on: str, in_public: bool = False) -> None:
    """Raise DemoInPublic unless this is no demo, only this machine can reach it, or that is wanted."""
    if in_public or not is_demo():
        return
    if settings.SECURE_SSL_REDIRECT or not all(map(_is_this_machine, settings.ALLOWED_HOSTS)):
        raise DemoInPublic(
            _(
                "已设 GONGKAI_HTTPS 或者 GONGKAI_HOSTS，却没有设 GONGKAI_SITE_NAME：这样启动的是演示城市，"
                "演示密码人人知道。正式使用请设 GONGKAI_SITE_NAME；确要公开演示，请加 --demo-in-public。"
            )
        )
    if not _is_this_machine(listening_on):
        raise DemoInPublic(
            _(
                "演示城市只在本机提供，因为演示密码人人知道；不能监听 %(host)s。"
                "正式使用请设 GONGKAI_SITE_NAME；确要公开演示，请加 --demo-in-public。"
            )
            % {"host": listening_on}
        )


def _is_this_machine(host: str) -> bool:
    address = parse_address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def is_demo() -> bool:
    """Whether this deployment is a demo, by its settings."""
    return bool(settings.GONGKAI_SITE.demo)


def city() -> DemoCity | None:
    """The mark that the demo city was built here, or None."""
    return DemoCity.objects.first()


@cache
def password_hash() -> str:
    """The hash of the one password, made once: it takes a quarter of a second, so before any transaction.

    One salt for all: there is nothing to hide in a password that is printed on the page.
    """
    return make_password(DEMO_PASSWORD)


def demo_accounts(on: date) -> list[Account]:
    """The accounts to try, in the order they were opened; none unless this deployment is a demo."""
    if not is_demo():
        return []
    held: dict[int, list[tuple[str, str]]] = {}
    bodies = queries.tree(on).nodes
    for appointment in queries.holding(on).filter(person__demo_account__isnull=False):
        body = bodies.get(appointment.post.body_id)
        if body is not None:
            # in the order of their table, so that the page is the same every time
            granted = appointment.post.roles
            roles = "、".join(str(role.label) for role in Role if role in granted)
            called = body.short_name or body.name
            held.setdefault(appointment.person_id, []).append((roles, called))
    return [_account(row, held.get(row.person_id, [])) for row in _rows()]


def shut_out(*, login: str, password: str) -> bool:
    """Whether the sign-in is one of a demo's and this is none: then it fails like a wrong password."""
    if is_demo():
        return False
    known = DemoAccount.objects.filter(person__login=login).exists()
    return known or password == DEMO_PASSWORD


def is_shut_out(person: Person) -> bool:
    """Whether a sign-in of this person, opened while this was a demo, no longer counts."""
    return not is_demo() and hasattr(person, "demo_account")


def left_over() -> int:
    """How many demo accounts there are in a deployment that is no demo."""
    return 0 if is_demo() else DemoAccount.objects.count()


def real_people() -> list[Person]:
    """The people who are not marked as invented, by login: a city with any of them is never emptied."""
    return list(Person.objects.exclude(name__startswith=NAME_MARK))


def _rows() -> list[DemoAccount]:
    return list(DemoAccount.objects.select_related("person"))


def _account(row: DemoAccount, posts: list[tuple[str, str]]) -> Account:
    person = row.person
    return Account(
        person.login,
        person.name,
        " / ".join(dict.fromkeys(role for role, _body in posts)) or _("（未任职）"),
        " / ".join(dict.fromkeys(body for _role, body in posts)),
        row.note,
    )
