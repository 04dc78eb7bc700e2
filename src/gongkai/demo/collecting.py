"""The demo's collection of drafts: opened, dropped, read, and the first ones decided on, by operations."""

from __future__ import annotations

import io
from datetime import date, timedelta

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection, Draft
from gongkai.demo import drafts
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, Level
from gongkai.records.acts import Act

DUE_AFTER = timedelta(days=20)


def collect(*, city: Body, base_day: date, act: Act) -> None:
    """A collection on last year, with drafts of some departments: one accepted, one sent back, one judged.

    Files are read and a letter laid out: call it outside of any transaction. Where it was broken off, again
    does the rest.
    """
    year = base_day.year - 1
    tree = organisations.tree(date(year, 12, 31))
    below = [
        node for node in tree.children.get(city.pk, []) if node.level in (Level.DEPARTMENT, Level.DISTRICT)
    ]
    units = list(Body.objects.filter(pk__in=[node.id for node in below]))
    collection = Collection.objects.order_by("pk").first() or operations.open_collection(
        title=f"{year}年度政府信息公开工作年度报告",
        year=year,
        body=city,
        due_on=base_day + DUE_AFTER,
        expected=units,
        contact="联系人：演示·冯经办",
        act=act,
    )
    names = {node.code: node.name for node in below}
    dropped = [(one.path, io.BytesIO(one.data)) for one in drafts.files(names, year)]
    operations.receive_drafts(collection=collection, files=dropped, act=act)
    for draft in Draft.objects.filter(collection=collection).order_by("pk"):
        operations.read_draft(draft=draft, act=act)
    _decide(collection, act)


def is_received() -> bool:
    """Whether the drafts are there: what is left then, the runner reads and people decide."""
    return Draft.objects.exists()


def _decide(collection: Collection, act: Act) -> None:
    """Accept the first clean draft, send the first with an error back, dismiss a finding of another."""
    read = queries.drafts(collection, state=Draft.State.READ).exclude(body=None).order_by("pk")
    clean = read.filter(errors=0, warnings=0, asks=0, unread_cells=0).first()
    if clean is not None and operations.can_accept(draft=clean):
        operations.accept_draft(draft=clean, act=act)
    wrong = list(read.filter(errors__gt=0)[:2])
    if wrong:
        operations.return_draft(draft=wrong[0], act=act)
    now = queries.judged(wrong[1]) if len(wrong) > 1 else None
    if now is not None and now.standing:
        operations.judge_finding(draft=wrong[1], key=now.standing[0].key, says="confirmed", act=act)
