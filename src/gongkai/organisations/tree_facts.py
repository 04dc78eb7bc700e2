"""What one request asks of the tree of bodies again and again, asked of the database once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.organisations import queries
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import Body, BodyVersion, Person


class TreeFacts:
    """Answers about the tree of one day, kept for the life of one request, job or command.

    The versions of a body are read whole, with the root of the day beside the first of them: from them come
    its names, its parents and whether it exists.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self._versions: dict[int, list[BodyVersion]] = {}
        self._below: dict[tuple[int, int], bool] = {}
        self._root: list[BodyVersion | None] = []

    def learn(self, bodies: Iterable[Body], *, parents_of: Body | None = None) -> None:
        """Read the versions of many bodies, and of whatever one of them ever stood below, in one query."""
        wanted = {body.pk for body in bodies} | ({parents_of.pk} if parents_of is not None else set())
        unknown = wanted - set(self._versions)
        if not unknown and parents_of is None:
            return
        rows = list(
            queries.versions_of(unknown, parents_of=parents_of, roots_on=None if self._root else self.on)
        )
        if not self._root:
            self._root.append(next((row for row in rows if self._is_of_root(row)), None))
        if parents_of is not None:
            history = [*rows, *self._versions.get(parents_of.pk, [])]
            unknown |= {row.parent_id for row in history if row.body_id == parents_of.pk and row.parent_id}
        self._versions |= {pk: [row for row in rows if row.body_id == pk] for pk in unknown}

    def _is_of_root(self, row: BodyVersion) -> bool:
        return row.parent_id is None and queries.pick_version([row], self.on) is not None

    def versions(self, body: Body) -> list[BodyVersion]:
        """Every version of the body with its parent, oldest first."""
        self.learn([body])
        return self._versions[body.pk]

    def version(self, body: Body, on: date | None = None) -> BodyVersion | None:
        """The version valid on a day (by default that of these facts), None where there is none."""
        return queries.pick_version(self.versions(body), on or self.on)

    def name(self, body: Body, on: date | None = None) -> str:
        """How the body was called on a day; after its end its last name, before its beginning its first."""
        return queries.pick_name(self.versions(body), on or self.on) or body.code

    def exists(self, body: Body) -> bool:
        """Whether the body exists on the day."""
        return self.version(body) is not None

    def root(self) -> Body | None:
        """The body without a parent on the day."""
        version = self._root_version()
        return version.body if version is not None else None

    def root_name(self) -> str:
        """What the root is called on the day; empty where there is none."""
        version = self._root_version()
        return version.name if version is not None else ""

    def _root_version(self) -> BodyVersion | None:
        if not self._root:
            rows = queries.versions_of((), roots_on=self.on)
            self._root.append(next(iter(rows), None))
        return self._root[0]

    def is_root(self, body: Body) -> bool:
        """Whether the body is the root on the day."""
        root = self.root()
        return root is not None and root.pk == body.pk

    def stands_below(self, body: Body, top: Body) -> bool:
        """Whether `body` is `top` or stands below it (closed bodies where they stood at their end)."""
        if body.pk == top.pk:
            return self.exists(top)
        key = (body.pk, top.pk)
        if key not in self._below:
            self._below[key] = self.exists(top) and queries.lies_above(top, body, self.on)
        return self._below[key]

    def acting_choices(self, person: Person) -> list[Acting]:
        """As `queries.acting_choices`, with the names of all the bodies in one query."""
        held = list(queries.posts_to_act_in(person, self.on))
        self.learn(one.post.body for one in held)
        return [queries.in_post(person, one, self.on, self.name(one.post.body)) for one in held]
