"""What tests of the journal share: words of their own, and a way to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.journal import verbs
from gongkai.records.keys import signing as keys

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
BY = Actor("person", "p-0001", "林知远", "信息公开科科员", "yunhe-office", "云河市人民政府办公室")
ROAD = ObjectRef("body", "roads", "云河市交通运输局")

Write = Callable[..., journal.Entry]


@pytest.fixture(autouse=True)
def _words_of_these_tests() -> Iterator[None]:
    """Verbs known only here, and the signer that the program itself uses, whatever a test does to it."""
    before = dict(verbs._labels)
    journal.register({"specimen.renamed": "单位更名", "specimen.closed": "单位撤销"})
    yield
    verbs._labels.clear()
    verbs._labels.update(before)
    journal.signing.use(keys)


@pytest.fixture
def write() -> Write:
    """Record one entry in a transaction of its own; keywords replace what it says."""

    def one(**changes: object) -> journal.Entry:
        said: dict[str, Any] = {"verb": "specimen.renamed", "object": ROAD, "by": BY, "at": AT}
        with transaction.atomic():
            return journal.record(**(said | changes))

    return one
