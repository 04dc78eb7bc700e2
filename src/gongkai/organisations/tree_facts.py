"""What one request asks of the tree of bodies again and again, asked of the database once."""

from __future__ import annotations

from datetime import date

from gongkai.organisations import queries
from gongkai.organisations.models import Body


class TreeFacts:
    """Answers about the tree of one day, kept for the life of one request, job or command."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._exist: dict[int, bool] = {}
        self._below: dict[tuple[int, int], bool] = {}
        self._root: list[Body | None] = []

    def exists(self, body: Body) -> bool:
        """Whether the body exists on the day."""
        if body.pk not in self._exist:
            self._exist[body.pk] = queries.exists(body, self.on)
        return self._exist[body.pk]

    def root(self) -> Body | None:
        """The body without a parent on the day."""
        if not self._root:
            self._root.append(queries.root(self.on))
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
            self._below[key] = self.exists(top) and queries.stands_below(body, top, self.on)
        return self._below[key]
