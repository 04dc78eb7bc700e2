"""Questions about bodies and people on a stated day; nothing here writes.

The tree is asked in two ways. As a *set* (who lies below, who lies above): one recursive query that both
databases understand, used inside other queries. As a *picture* (the tree on 31 December): one plain query of
all versions of the day, put together in memory; a city has at most a few thousand bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.acting import Acting
from gongkai.organisations.models import (
    Appointment,
    Body,
    BodyKind,
    BodyVersion,
    Function,
    Level,
    Person,
    Post,
    PostRole,
    Site,
    Succession,
    valid_on,
)
from gongkai.records.actors import Actor
from gongkai.records.filters import Filter, has_words, is_equal
from gongkai.records.keyset import Order

_VALID = "v.valid_from <= %s AND (v.valid_to IS NULL OR v.valid_to > %s)"
# The latest version begun: the present one, or the last one of a body that was closed.
_LATEST = """v.valid_from <= %s AND NOT EXISTS (
    SELECT 1 FROM organisations_bodyversion later
    WHERE later.body_id = v.body_id AND later.valid_from > v.valid_from AND later.valid_from <= %s)"""
_DOWN = """WITH RECURSIVE found(id) AS (
    SELECT v.body_id FROM organisations_bodyversion v WHERE v.body_id = %s AND {valid}
    UNION
    SELECT v.body_id FROM organisations_bodyversion v JOIN found ON v.parent_id = found.id WHERE {below}
) SELECT id FROM found"""
_UP = """WITH RECURSIVE found(id) AS (
    SELECT v.parent_id FROM organisations_bodyversion v WHERE v.body_id = %s AND {valid}
    UNION
    SELECT v.parent_id FROM organisations_bodyversion v JOIN found ON v.body_id = found.id WHERE {valid}
) SELECT id FROM found WHERE id IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Node:
    """A body as it was on the day of its tree."""

    id: int
    code: str
    kind: str
    name: str
    short_name: str
    level: str
    parent: int | None


@dataclass(frozen=True)
class Tree:
    """All bodies that existed on one day. Made by `tree`."""

    on: date
    nodes: dict[int, Node]

    @cached_property
    def children(self) -> dict[int | None, list[Node]]:
        """The bodies below each body, in the order of their codes; those without a parent under None."""
        below: dict[int | None, list[Node]] = {}
        for node in self.nodes.values():
            below.setdefault(node.parent if node.parent in self.nodes else None, []).append(node)
        return below

    def walk(self, top: int | None = None, depth: int = 0) -> Iterator[tuple[int, Node]]:
        """(depth, body) from the top down, each before its children; below `top`, or the whole tree."""
        for node in self.children.get(top, []):
            yield depth, node
            yield from self.walk(node.id, depth + 1)

    def path(self, body: int) -> list[Node]:
        """From the root to the body."""
        found: list[Node] = []
        here = self.nodes.get(body)
        while here is not None and here not in found:
            found.append(here)
            here = self.nodes.get(here.parent or 0)
        return found[::-1]


def tree(on: date) -> Tree:
    """The tree of a stated day. Statistics of a year ask for 31 December of it."""
    rows = BodyVersion.objects.filter(valid_on(on)).order_by("body__code")
    columns = ("body_id", "body__code", "body__kind", "name", "short_name", "level", "parent_id")
    return Tree(on, {row[0]: Node(*row) for row in rows.values_list(*columns)})


def statistics_tree(year: int) -> Tree:
    """The tree that statistics of a year count by: that of 31 December."""
    return tree(date(year, 12, 31))


def subtree(body: Body, on: date) -> QuerySet[Body]:
    """The body and every body below it that exist on a day; empty if the body does not."""
    query = RawSQL(_DOWN.format(valid=_VALID, below=_VALID), (body.pk, on, on, on, on))  # noqa: S611
    return Body.objects.filter(pk__in=query)


def records_below(body: Body, on: date) -> QuerySet[Body]:
    """As `subtree`, and with them the closed bodies that stood below at their end: their records remain."""
    query = RawSQL(_DOWN.format(valid=_VALID, below=_LATEST), (body.pk, on, on, on, on))  # noqa: S611
    return Body.objects.filter(pk__in=query)


def stands_below(body: Body, top: Body, on: date) -> bool:
    """Whether `body` is `top` or one of `records_below(top)`: asked from below, where the way is short."""
    if body.pk == top.pk:
        return exists(top, on)
    return lies_above(top, body, on) and exists(top, on)


def lies_above(top: Body, body: Body, on: date) -> bool:
    """Whether the way up from `body` leads past `top`, whether that exists on the day or not."""
    above = RawSQL(_UP.format(valid=_LATEST), (body.pk, on, on, on, on))  # noqa: S611
    return Body.objects.filter(pk__in=above).filter(pk=top.pk).exists()


def ancestors(body: Body, on: date) -> QuerySet[Body]:
    """Every body above it on a day, in no order."""
    query = RawSQL(_UP.format(valid=_VALID), (body.pk, on, on, on, on))  # noqa: S611
    return Body.objects.filter(pk__in=query)


def existing(on: date) -> QuerySet[Body]:
    """The bodies that exist on a day."""
    return Body.objects.filter(pk__in=BodyVersion.objects.filter(valid_on(on)).values("body"))


def exists(body: Body, on: date) -> bool:
    """Whether the body exists on a day."""
    return BodyVersion.objects.filter(valid_on(on), body=body).exists()


def versions(on: date) -> QuerySet[BodyVersion]:
    """The version of every body that exists on a day, with body and parent; what BODY_FILTERS narrow."""
    return BodyVersion.objects.filter(valid_on(on)).select_related("body", "parent")


def parent_choices(on: date) -> list[tuple[str, str]]:
    """The bodies that have others directly below them on a day: code and name, by code."""
    below = BodyVersion.objects.filter(valid_on(on)).exclude(parent=None).values("parent")
    above = BodyVersion.objects.filter(valid_on(on), body__in=below).order_by("body__code")
    return list(above.values_list("body__code", "name"))


BODY_FILTERS = (
    Filter(
        "q",
        _("名称或代码"),
        has_words("name", "short_name", "body__code"),
        longest=100,
        description=_("名称、简称或者代码中的词，空格分开。"),
    ),
    Filter("level", _("层级"), is_equal("level"), kind="choice", choices=Level.choices),
    Filter("kind", _("性质"), is_equal("body__kind"), kind="choice", choices=BodyKind.choices),
    Filter(
        "parent",
        _("上级机构"),
        is_equal("parent__code"),
        choices=lambda asker: parent_choices(asker.on),
        description=_("只看直接在这个机构之下的。"),
        longest=40,
        pattern=r"^[-a-zA-Z0-9_]+$",
    ),
)
BODY_ORDER = Order("body__code")


def body(code: str) -> Body | None:
    """The body with this code (ours), or None."""
    return Body.objects.filter(code=code).first()


def root(on: date) -> Body | None:
    """The body without a parent on a day: the city itself."""
    return Body.objects.filter(
        pk__in=BodyVersion.objects.filter(valid_on(on), parent=None).values("body")
    ).first()


def site(domain: str) -> Site | None:
    """The site at a domain, with its owner, or None."""
    return Site.objects.select_related("owner").filter(domain=domain).first()


def version_of(body: Body, on: date) -> BodyVersion | None:
    """The version valid on a day, or None where the body does not exist."""
    return BodyVersion.objects.filter(valid_on(on), body=body).select_related("parent").first()


def history_of(body: Body) -> QuerySet[BodyVersion]:
    """Every version of a body with its parent, oldest first."""
    return BodyVersion.objects.filter(body=body).select_related("parent").order_by("valid_from")


def name_of(body: Body, on: date) -> str:
    """How the body was called on a day; after its end its last name, before its beginning its first."""
    versions = BodyVersion.objects.filter(body=body)
    latest = versions.filter(valid_from__lte=on).order_by("-valid_from").first()
    known = latest or versions.order_by("valid_from").first()
    return known.name if known else body.code


def versions_of(
    bodies: Iterable[int], *, parents_of: Body | None = None, roots_on: date | None = None
) -> QuerySet[BodyVersion]:
    """Every version of these bodies and of all that one ever stood below, with body and parent, oldest first.

    With `roots_on` also the versions without a parent of that day.
    """
    asked = Q(body__in=bodies)
    if parents_of is not None:
        asked |= Q(
            body__in=BodyVersion.objects.filter(body=parents_of, parent__isnull=False).values("parent")
        )
    if roots_on is not None:
        asked |= valid_on(roots_on) & Q(parent=None)
    rows = BodyVersion.objects.filter(asked)
    return rows.select_related("body", "parent").order_by("body__code", "valid_from")


def pick_version(versions: Iterable[BodyVersion], on: date) -> BodyVersion | None:
    """Of the versions of a body the one that is valid on a day, or None."""
    valid = (one for one in versions if one.valid_from <= on and (one.valid_to is None or one.valid_to > on))
    return next(valid, None)


def pick_name(versions: Sequence[BodyVersion], on: date) -> str:
    """`name_of` from all the versions of a body, oldest first; empty where there are none."""
    begun = [one.name for one in versions if one.valid_from <= on]
    return begun[-1] if begun else next((one.name for one in versions), "")


def successor_for(body: Body, function: Function | None, on: date, *, since: date = date.min) -> Body | None:
    """Who exercises, on a day, a function that `body` exercised after the day `since`.

    Follows the successions in the order of their days: one that names the function goes before one that hands
    over all the rest. None if the last of them does not exist on the day and nobody took the function over.
    """
    steps = list(
        Succession.objects.filter(on__gt=since, on__lte=on)
        .select_related("successor")
        .prefetch_related("functions")
    )
    here, last = body, since
    while True:
        following = [
            (step.on, not named, step)
            for step in steps
            if step.predecessor_id == here.pk
            and step.on > last
            and ((named := function in step.functions.all()) or not step.functions.all())
        ]
        if not following:
            break
        step = min(following, key=lambda one: one[:2])[2]
        here, last = step.successor, step.on
    return here if exists(here, on) else None


def predecessors(body: Body, on: date) -> QuerySet[Body]:
    """The bodies from which `body` took something over by a day (directly)."""
    taken = Succession.objects.filter(successor=body, on__lte=on)
    return Body.objects.filter(pk__in=taken.values("predecessor"))


@dataclass(frozen=True, slots=True)
class PostWithRoles:
    """A post and the names of its roles."""

    pk: int
    title: str
    roles: tuple[str, ...]


def posts_of(body: Body) -> list[PostWithRoles]:
    """The posts of a body with their roles, by title: one query."""
    rows = Post.objects.filter(body=body).order_by("title", "pk", "granted__role")
    found = []
    for (pk, title), group in groupby(
        rows.values_list("pk", "title", "granted__role"), key=lambda row: row[:2]
    ):
        found.append(PostWithRoles(pk, title, tuple(role for _pk, _title, role in group if role)))
    return found


def holders_at(body: Body, on: date) -> list[tuple[int, str]]:
    """(post, name of the person) for everybody who holds a post at the body on a day."""
    held = Appointment.objects.filter(valid_on(on), post__body=body)
    return list(held.values_list("post_id", "person__name"))


def holding(on: date) -> QuerySet[Appointment]:
    """The appointments that count on a day, with person, post, body and roles read along."""
    return (
        Appointment.objects.filter(valid_on(on))
        .select_related("person", "post__body")
        .prefetch_related(Prefetch("post__granted", PostRole.objects.order_by("role")))
    )


def acting_choices(person: Person, on: date) -> list[Acting]:
    """Everything the person may act as on a day: one per post held at a body that exists.

    Nothing for an account that is locked or whose initial password has not been changed.
    """
    return [in_post(person, appointment, on) for appointment in posts_to_act_in(person, on)]


def posts_to_act_in(person: Person, on: date) -> QuerySet[Appointment]:
    """The appointments behind `acting_choices`."""
    held = holding(on).filter(person=person, post__body__in=existing(on)).order_by("post__body__code", "pk")
    return held if person.is_active and not person.must_change_password else held.none()


def in_post(person: Person, appointment: Appointment, on: date, body_name: str = "") -> Acting:
    """The person acting in this post, with the names of the day (that of the body where it is known already).

    Checks nothing: ask `acting_choices`.
    """
    post = appointment.post
    name = body_name or name_of(post.body, on)
    actor = Actor("person", person.public_id, person.name, post.title, post.body.code, name)
    return Acting(actor, post.body, roles=post.roles, person=person, appointment=appointment)


def bodies_of(person: Person, on: date) -> QuerySet[Body]:
    """The bodies at which the person holds a post on a day."""
    held = Appointment.objects.filter(valid_on(on), person=person)
    return Body.objects.filter(pk__in=held.values("post__body"))


def bodies_answering_for(person: Person, on: date) -> list[Body]:
    """The bodies whose administrators may act on an account: those of the posts held on the day; without a
    post, the body that the account was opened for; without that, the root. So nobody is everybody's.
    """
    held = list(bodies_of(person, on))
    if held:
        return held
    home = person.home if person.home_id is not None else root(on)
    return [home] if home is not None else []


def people_of(bodies: QuerySet[Body], on: date) -> QuerySet[Person]:
    """The people who hold a post at one of the bodies on a day."""
    held = Appointment.objects.filter(valid_on(on), post__body__in=bodies)
    return Person.objects.filter(pk__in=held.values("person"))


def person(login: str) -> Person | None:
    """The person with this login, or None."""
    return Person.objects.filter(login=login.strip().lower()).first()


def names_of(bodies: Iterable[Body], on: date) -> dict[int, str]:
    """By id how each body was called on a day (as `name_of`), in one query; none for no bodies."""
    wanted = {body.pk: body.code for body in bodies}
    if not wanted:
        return {}
    rows = BodyVersion.objects.filter(body__in=wanted).order_by("valid_from")
    first, latest = dict[int, str](), dict[int, str]()
    for pk, since, name in rows.values_list("body_id", "valid_from", "name"):
        first.setdefault(pk, name)
        if since <= on:
            latest[pk] = name
    return {pk: latest.get(pk) or first.get(pk) or code for pk, code in wanted.items()}
