"""Bodies, accounts and appointments from a workbook: judged as a whole, then taken whole or not at all.

`check_import_*` is the dry run: it says everything that is wrong, also what lies beyond the reach of who
imports, and changes nothing. An import is one entry with a digest over its rows; every granted role has an
entry of its own. Accounts are the system administrator's, appointments the security administrator's:
neither import does both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import access
from gongkai.organisations.acts import OfficialAct
from gongkai.organisations.kinds import IMPORT_OF_ACCOUNTS, IMPORT_OF_BODIES, IMPORT_OF_PEOPLE
from gongkai.organisations.models import GUARDED_ROLES, Appointment, Body, BodyVersion, Person, Post, PostRole
from gongkai.organisations.operations import grants
from gongkai.organisations.operations.checking import lock_tree
from gongkai.organisations.operations.posts import note_granted
from gongkai.organisations.sheets import (
    ACCOUNTS,
    BODIES,
    PEOPLE,
    RowError,
    SheetRow,
    judge_accounts,
    judge_bodies,
    judge_people,
    judge_reach,
    read,
)
from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act, SystemAct
from gongkai.records.kinds import Kind
from gongkai.records.operations import Done, prepared_operation
from gongkai.records.refusals import Refused

Judged = tuple[list[SheetRow], list[RowError]]


class ImportRefused(Refused):
    """There are errors, so nothing was imported; `errors` names each cell."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__(
            _("有%(count)s处错误，没有导入任何内容。第一处：%(first)s")
            % {"count": len(errors), "first": errors[0]}
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made. `waiting` (labels): what another administrator has to confirm before it counts."""

    rows: int
    digest: str
    bodies: int = 0
    people: int = 0
    posts: int = 0
    appointments: int = 0
    waiting: tuple[str, ...] = field(default=())


def check_import_bodies(*, data: bytes, act: Act) -> Judged:
    """The rows of the sheet 机构 with parents before children, and every error. Raises NotReadable."""
    return _judged_bodies(*read(data, BODIES), act)


def check_import_accounts(*, data: bytes, act: Act) -> Judged:
    """The rows of the sheet 账号 that could be read, and every error. Raises NotReadable."""
    return _judged_accounts(*read(data, ACCOUNTS), act)


def check_import_people(*, data: bytes, act: Act) -> Judged:
    """The rows of the sheet 人员 that could be read, and every error. Raises NotReadable."""
    return _judged_people(*read(data, PEOPLE), act)


def _read_bodies(*, data: bytes) -> Judged:
    return read(data, BODIES)


def _read_accounts(*, data: bytes) -> Judged:
    return read(data, ACCOUNTS)


def _read_people(*, data: bytes) -> Judged:
    return read(data, PEOPLE)


@prepared_operation(
    _read_bodies, "body.imported", gettext_lazy("导入机构"), of=IMPORT_OF_BODIES, action="body.import"
)
def import_bodies(sheet: Judged, *, data: bytes, act: Act) -> Done[Imported]:
    """Found every body of the sheet 机构, or none. Raises NotReadable, ImportRefused."""
    lock_tree()
    rows = _without_errors(_judged_bodies, sheet, act)
    known = {body.code: body for body in Body.objects.all()}
    made = Body.objects.bulk_create(
        Body(code=row.values["code"], kind=row.values["kind"], credit_code=row.values["credit_code"])
        for row in rows
    )
    known.update((body.code, body) for body in made)
    BodyVersion.objects.bulk_create(
        BodyVersion(
            body=known[row.values["code"]],
            name=row.values["name"],
            short_name=row.values["short_name"],
            level=row.values["level"],
            parent=known.get(row.values["parent"]),
            valid_from=row.values["on"],
        )
        for row in rows
    )
    return _done(IMPORT_OF_BODIES, rows, {"bodies": len(made)})


@prepared_operation(
    _read_accounts,
    "account.imported",
    gettext_lazy("导入账号"),
    of=IMPORT_OF_ACCOUNTS,
    action="person.manage",
)
def import_accounts(sheet: Judged, *, data: bytes, act: Act) -> Done[Imported]:
    """Open every account of the sheet 账号, or none. They have neither password nor post as yet.

    Raises NotReadable, ImportRefused.
    """
    lock_tree()
    rows = _without_errors(_judged_accounts, sheet, act)
    homes = {body.code: body for body in Body.objects.filter(code__in={row.values["body"] for row in rows})}
    people = []
    for row in rows:
        person = Person(
            login=row.values["login"],
            name=row.values["name"],
            home=homes[row.values["body"]],
            created_at=act.at,
        )
        person.set_unusable_password()
        people.append(person)
    Person.objects.bulk_create(people)
    return _done(IMPORT_OF_ACCOUNTS, rows, {"people": len(people)})


@prepared_operation(
    _read_people, "person.imported", gettext_lazy("导入人员"), of=IMPORT_OF_PEOPLE, action="person.import"
)
def import_people(sheet: Judged, *, data: bytes, act: Act) -> Done[Imported]:
    """Make the posts and appointments of the sheet 人员 that are not there yet, or none.

    Accounts must be there. A row that grants a guarded role waits for another administrator's confirmation.
    Raises NotReadable, ImportRefused.
    """
    lock_tree()
    rows = _without_errors(_judged_people, sheet, act)
    logins = {row.values["login"] for row in rows}
    people = {person.login: person for person in Person.objects.filter(login__in=logins)}
    posts, made_posts = _make_posts(rows)
    waiting, appointed = [], 0
    for row in rows:
        person, post = people[row.values["login"]], posts[(row.values["body"], row.values["post"])]
        if post.roles & GUARDED_ROLES and not isinstance(act, SystemAct):
            asked = grants.ask_appointment(person=person, post=post, on=row.values["on"], act=act)
            waiting.append(asked.label)
            continue
        made = Appointment.objects.create(person=person, post=post, valid_from=row.values["on"])
        note_granted(made, sorted(post.roles), act)
        appointed += 1
    counts = {"posts": made_posts, "appointments": appointed}
    return _done(IMPORT_OF_PEOPLE, rows, counts, waiting=tuple(waiting))


def _without_errors(
    judge: Callable[[list[SheetRow], list[RowError], Act], Judged], sheet: Judged, act: Act
) -> list[SheetRow]:
    rows, errors = judge(*sheet, act)
    if errors:
        raise ImportRefused(errors)
    return rows


def _judged_bodies(rows: list[SheetRow], errors: list[RowError], act: Act) -> Judged:
    ordered, more = judge_bodies(rows)
    if isinstance(act, OfficialAct):
        more = [*more, *judge_reach(ordered, BODIES, "parent", _codes(act, "body.import"))]
    return ordered, sorted([*errors, *more], key=lambda error: error.row)


def _judged_accounts(rows: list[SheetRow], errors: list[RowError], act: Act) -> Judged:
    more = judge_accounts(rows)
    if isinstance(act, OfficialAct):
        more += judge_reach(rows, ACCOUNTS, "body", _codes(act, "person.manage"))
    return rows, sorted([*errors, *more], key=lambda error: error.row)


def _judged_people(rows: list[SheetRow], errors: list[RowError], act: Act) -> Judged:
    more = judge_people(rows, act.actor)
    if isinstance(act, OfficialAct):
        more += judge_reach(rows, PEOPLE, "body", _codes(act, "person.import"))
        more += _beyond_people(rows, act)
    return rows, sorted([*errors, *more], key=lambda error: error.row)


def _codes(act: OfficialAct, action: str) -> set[str]:
    reached = access.bodies_in_reach(act.acting, action, act.on)
    return set(reached.values_list("code", flat=True))


def _beyond_people(rows: list[SheetRow], act: OfficialAct) -> list[RowError]:
    """Rows of people who belong to bodies beyond the reach: nobody appoints another district's people."""
    errors = []
    logins = {row.values["login"] for row in rows}
    people = {person.login: person for person in Person.objects.filter(login__in=logins)}
    allowed: dict[str, bool] = {}
    for row in rows:
        login = row.values["login"]
        if login not in people:
            continue
        if login not in allowed:
            allowed[login] = access.allowed_person(
                act.acting, "person.import", people[login], on=act.on, facts=act.facts
            )
        if not allowed[login]:
            words = _("这个账号属于您管理范围以外的机构，请由该机构或者其上级机构的管理员办理。")
            errors.append(row.error(PEOPLE, "login", words))
    return errors


def _make_posts(rows: list[SheetRow]) -> tuple[dict[tuple[str, str], Post], int]:
    bodies = {body.code: body for body in Body.objects.filter(code__in={row.values["body"] for row in rows})}
    known = Post.objects.filter(body__in=bodies.values()).select_related("body").prefetch_related("granted")
    posts = {(post.body.code, post.title): post for post in known}
    made = 0
    for row in rows:
        key = (row.values["body"], row.values["post"])
        if key not in posts:
            posts[key] = Post.objects.create(body=bodies[key[0]], title=key[1])
            PostRole.objects.bulk_create(PostRole(post=posts[key], role=role) for role in row.values["roles"])
            made += 1
    return posts, made


def _done(
    kind: Kind[Any], rows: list[SheetRow], counts: dict[str, int], waiting: tuple[str, ...] = ()
) -> Done[Imported]:
    """One entry for all rows."""
    plain = [
        {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in row.values.items()
        }
        for row in rows
    ]
    manifest = journal.manifest(plain)
    after: dict[str, object] = {"rows": manifest.rows, **counts}
    if waiting:
        after["waiting"] = len(waiting)
    return Done(
        Imported(manifest.rows, manifest.digest, **counts, waiting=waiting),
        ObjectRef(kind.code, manifest.digest[:24], str(kind.label)),
        after=after,
        digests={"manifest": manifest.digest},
    )
