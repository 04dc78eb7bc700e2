"""Bodies and people from a workbook: read and judged as a whole, then taken whole or not at all.

`check_import_*` is the dry run: it says everything that is wrong and changes nothing. An import is one entry
in the journal, with a digest over its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from gongkai.organisations.accounts import passwords
from gongkai.organisations.models import Appointment, Body, BodyVersion, Person, Post, PostRole
from gongkai.organisations.operations.checking import lock_tree
from gongkai.organisations.sheets import BODIES, PEOPLE, Row, RowError, judge_bodies, judge_people, read
from gongkai.records import journal, process_pool
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused


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
    """What an import made. `initial_passwords` (login → password) is told this once."""

    rows: int
    digest: str
    bodies: int = 0
    people: int = 0
    posts: int = 0
    appointments: int = 0
    initial_passwords: dict[str, str] = field(default_factory=dict, repr=False)


def check_import_bodies(*, data: bytes) -> tuple[list[Row], list[RowError]]:
    """The rows of the sheet 机构 with parents before children, and every error. Raises NotReadable."""
    rows, errors = read(data, BODIES)
    ordered, more = judge_bodies(rows)
    return ordered, sorted([*errors, *more], key=lambda error: error.row)


@process_pool.atomic
def import_bodies(*, data: bytes, by: Actor, at: datetime) -> Imported:
    """Found every body of the sheet 机构, or none. Raises NotReadable, ImportRefused."""
    lock_tree()
    rows, errors = check_import_bodies(data=data)
    if errors:
        raise ImportRefused(errors)
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
    manifest = _journal("body.imported", "bodies", _("机构导入"), rows, {"bodies": len(made)}, by, at)
    return Imported(manifest.rows, manifest.digest, bodies=len(made))


def check_import_people(*, data: bytes, by: Actor) -> tuple[list[Row], list[RowError]]:
    """The rows of the sheet 人员 that could be read, and every error. Raises NotReadable."""
    rows, errors = read(data, PEOPLE)
    return rows, sorted([*errors, *judge_people(rows, by)], key=lambda error: error.row)


@process_pool.atomic
def import_people(*, data: bytes, by: Actor, at: datetime) -> Imported:
    """Make the accounts, posts and appointments of the sheet 人员 that are not there yet, or none.

    New accounts get an initial password each, which must be changed. Raises NotReadable, ImportRefused.
    """
    lock_tree()
    rows, errors = check_import_people(data=data, by=by)
    if errors:
        raise ImportRefused(errors)
    people, initial = _make_people(rows, at)
    posts, made_posts = _make_posts(rows)
    Appointment.objects.bulk_create(
        Appointment(
            person=people[row.values["login"]],
            post=posts[(row.values["body"], row.values["post"])],
            valid_from=row.values["on"],
        )
        for row in rows
    )
    counts = {"people": len(initial), "posts": made_posts, "appointments": len(rows)}
    manifest = _journal("person.imported", "people", _("人员导入"), rows, counts, by, at)
    return Imported(manifest.rows, manifest.digest, **counts, initial_passwords=initial)


def _make_people(rows: list[Row], at: datetime) -> tuple[dict[str, Person], dict[str, str]]:
    logins = {row.values["login"]: row.values["name"] for row in rows}
    people = {person.login: person for person in Person.objects.filter(login__in=logins)}
    initial = {}
    for login, name in logins.items():
        if login not in people:
            people[login] = Person.objects.create(
                login=login, name=name, created_at=at, must_change_password=True
            )
            initial[login] = passwords.make_initial()
            passwords.put(people[login], initial[login], at)
    return people, initial


def _make_posts(rows: list[Row]) -> tuple[dict[tuple[str, str], Post], int]:
    bodies = {body.code: body for body in Body.objects.filter(code__in={row.values["body"] for row in rows})}
    known = Post.objects.filter(body__in=bodies.values()).select_related("body")
    posts = {(post.body.code, post.title): post for post in known}
    made = 0
    for row in rows:
        key = (row.values["body"], row.values["post"])
        if key not in posts:
            posts[key] = Post.objects.create(body=bodies[key[0]], title=key[1])
            PostRole.objects.bulk_create(PostRole(post=posts[key], role=role) for role in row.values["roles"])
            made += 1
    return posts, made


def _journal(
    verb: str, kind: str, label: str, rows: list[Row], counts: dict[str, int], by: Actor, at: datetime
) -> journal.Manifest:
    """One entry for all rows."""
    plain = [
        {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in row.values.items()
        }
        for row in rows
    ]
    manifest = journal.manifest(plain)
    journal.record(
        verb=verb,
        object=ObjectRef(f"import_of_{kind}", manifest.digest[:24], label),
        by=by,
        at=at,
        after={"rows": manifest.rows, **counts},
        digests={"manifest": manifest.digest},
    )
    return manifest
