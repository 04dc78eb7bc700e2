"""Building the city, one operation after the other: its bodies, people and posts in one transaction, then its
reports and drafts, which are read and laid out outside of any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.annual_reports import operations as annual_reports
from gongkai.annual_reports import queries as reports
from gongkai.demo import collecting, tables
from gongkai.demo.tables import BodyRow, ChangeRow, PostingRow
from gongkai.organisations import demo, operations, queries
from gongkai.organisations.models import Body, Function, Person, Post
from gongkai.records import journal, process_pool
from gongkai.records.actors import Actor
from gongkai.records.acts import SystemAct

BUILDER = Actor("system", "command", "演示城市程序")
Progress = Callable[[str, int, int], None]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Built:
    """What stands after building."""

    base_day: date
    bodies: int
    people: int
    reports: int
    entries: int


def silent(stage: str, done: int, total: int) -> None:
    """Progress that tells nobody."""


def ensure(*, at: datetime, progress: Progress = silent) -> bool:
    """Build the city where this is a demo and nothing is there yet, and finish one whose building was broken
    off; whether anything was built now.
    """
    if operations.can_found_demo_city():
        build(at=at, progress=progress)
        return True
    return finish(at=at, progress=progress)


def build(*, at: datetime, reason: str = "", progress: Progress = silent) -> Built:
    """Build the city as of the day of `at`; days near today are counted from that base day.

    Raises NotADemo, NotEmpty (organisations.operations): whether anything is there already is asked first.
    """
    operations.check_can_found_demo_city()
    before = journal.entries().count()
    demo.password_hash()
    found_organisation(at=at, reason=reason, progress=progress)
    fill_archive(base_day=localdate(at), at=at, progress=progress)
    return built(since=before)


@transaction.atomic
def found_organisation(*, at: datetime, reason: str = "", progress: Progress = silent) -> None:
    """The bodies, people and posts, all or none. Raises NotADemo, NotEmpty."""
    base_day = localdate(at)
    operations.found_demo_city(base_day=base_day, reason=reason, act=SystemAct(BUILDER, at))
    work = _Work(base_day, at, progress)
    work.found_bodies()
    work.change_bodies()
    work.register_sites()
    work.fill_posts()


@process_pool.in_place()
def fill_archive(*, base_day: date, at: datetime, progress: Progress = silent) -> None:
    """The reports and drafts that come with the program. Again adds what is missing.

    Files are read and letters laid out in this very process, since they are ours; never in a transaction.
    """
    act = SystemAct(BUILDER, at)
    loaded = annual_reports.load_starting_archive(act=act)
    progress("收录年度报告", loaded, loaded)
    city = queries.root(base_day)
    assert city is not None  # noqa: S101 - founded before
    collecting.collect(city=city, base_day=base_day, act=act)
    progress("收集年度报告草稿", 1, 1)


def finish(*, at: datetime, progress: Progress = silent) -> bool:
    """Fill the archive of a demo city whose building was broken off before; whether that was so."""
    city = demo.city() if demo.is_demo() else None
    if city is None or collecting.is_received():
        return False
    fill_archive(base_day=city.base_day, at=at, progress=progress)
    return True


def built(*, since: int = 0) -> Built:
    """What stands now; `since`: how many entries the journal had before."""
    city = demo.city()
    assert city is not None  # noqa: S101 - asked once it is built
    return Built(
        city.base_day,
        Body.objects.count(),
        Person.objects.count(),
        reports.archive().count(),
        journal.entries().count() - since,
    )


class _Work:
    """The state of one building: who and what was made so far, by code and login."""

    def __init__(self, base_day: date, at: datetime, progress: Progress) -> None:
        self.base_day, self.at, self.progress = base_day, at, progress
        self.by = BUILDER
        self.bodies: dict[str, Body] = {}
        self.functions: dict[str, Function] = {}
        self.posts: dict[tuple[str, str], Post] = {}
        self.people: dict[str, Person] = {}

    def told(self, stage: str, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows one by one, telling how far the stage has come."""
        ahead = list(rows)
        for done, row in enumerate(ahead, start=1):
            yield row
            self.progress(stage, done, len(ahead))

    def found_bodies(self) -> None:
        for row in self.told("设立机构", tables.bodies()):
            self.found(row, tables.BEGINNING)

    def found(self, row: BodyRow, on: date) -> None:
        self.bodies[row.code] = operations.create_body(
            code=row.code,
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            level=row.level,
            parent=self.bodies[row.parent] if row.parent else None,
            credit_code=row.credit_code,
            on=on,
            act=SystemAct(self.by, self.at),
        )

    def change_bodies(self) -> None:
        for function in tables.functions():
            self.functions[function["code"]] = operations.create_function(
                **function, act=SystemAct(self.by, self.at)
            )
        for row in self.told("登记更名、划转和机构改革", tables.changes()):
            _CHANGES[row.change](self, row)

    def newly_found(self, row: ChangeRow) -> None:
        serial = len(self.bodies) + 1
        code = tables.invented_code("11", tables.CITY_REGION, serial)
        body = BodyRow(row.body, row.name, row.short_name, "department", "department", row.to, code)
        self.found(body, row.on)

    def rename(self, row: ChangeRow) -> None:
        body = self.bodies[row.body]
        operations.rename_body(
            body=body,
            name=row.name,
            short_name=row.short_name,
            on=row.on,
            reason=row.ground,
            act=SystemAct(self.by, self.at),
        )

    def move(self, row: ChangeRow) -> None:
        body, parent = self.bodies[row.body], self.bodies[row.to]
        operations.move_body(body=body, parent=parent, on=row.on, act=SystemAct(self.by, self.at))

    def succeed(self, row: ChangeRow) -> None:
        operations.record_succession(
            predecessor=self.bodies[row.body],
            successor=self.bodies[row.to],
            functions=[self.functions[code] for code in row.functions],
            on=row.on,
            ground=row.ground,
            act=SystemAct(self.by, self.at),
        )

    def close(self, row: ChangeRow) -> None:
        body = self.bodies[row.body]
        operations.close_body(body=body, on=row.on, reason=row.ground, act=SystemAct(self.by, self.at))

    def register_sites(self) -> None:
        serials: dict[str, int] = {}
        for row in tables.bodies():
            if row.site:
                serial = serials[row.region] = serials.get(row.region, 0) + 1
                owner = self.bodies[row.code]
                operations.register_site(
                    domain=row.site,
                    name=f"{queries.name_of(owner, self.base_day)}网站",
                    identification_code=f"{row.region}{serial:04d}",
                    owner=owner,
                    act=SystemAct(self.by, self.at),
                )

    def fill_posts(self) -> None:
        accounts = tables.accounts(self.base_day)
        for row in self.told("开放演示账号", accounts):
            new = row.login not in self.people
            self.appoint(row)
            if new:
                person = self.people[row.login]
                operations.open_demo_account(person=person, note=row.note, act=SystemAct(self.by, self.at))
        there = set(queries.existing(self.base_day).values_list("code", flat=True))
        begun = [
            (code, queries.history_of(body).values_list("valid_from", flat=True)[0])
            for code, body in self.bodies.items()
            if code in there
        ]
        held = {(row.body, row.post): row.until for row in accounts}
        for row in self.told("任命各机构人员", tables.staff(begun, held)):
            self.appoint(row)
        operations.lock_person(
            person=self.people["locked.out"], reason="演示：已停用的账号", act=SystemAct(self.by, self.at)
        )

    def appoint(self, row: PostingRow) -> None:
        key = (row.body, row.post)
        if key not in self.posts:
            self.posts[key] = operations.create_post(
                body=self.bodies[row.body], title=row.post, roles=row.roles, act=SystemAct(self.by, self.at)
            )
        if row.login not in self.people:
            self.people[row.login] = operations.create_person(
                login=row.login, name=row.name, act=SystemAct(self.by, self.at)
            )
        person, post = self.people[row.login], self.posts[key]
        held = operations.appoint(person=person, post=post, on=row.start, act=SystemAct(self.by, self.at))
        if row.until is not None:
            operations.end_appointment(
                appointment=held, on=row.until, reason="演示：任期届满", act=SystemAct(self.by, self.at)
            )


_CHANGES: dict[str, Callable[[_Work, ChangeRow], None]] = {
    "found": _Work.newly_found,
    "rename": _Work.rename,
    "move": _Work.move,
    "succeed": _Work.succeed,
    "close": _Work.close,
}
