"""The anchors that the places outside have kept, read back for a verification."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.records.auditing import stores
from gongkai.records.auditing.stores import AnchorStore, StoreRefused
from gongkai.records.journal import AnchorReceipt, Evidence
from gongkai.records.journal.anchors import NO_EVIDENCE, from_contents
from gongkai.records.journal.findings import JournalFinding, finding


def readable_places() -> list[str]:
    """The places of this deployment that can be asked back, without touching them."""
    return [place for place in stores.places() if place != "mail"]


def read_back() -> Evidence:
    """What every readable place holds; raises StoreRefused where one cannot be asked."""
    evidence = NO_EVIDENCE
    for place in readable_places():
        evidence += _of(stores.find(place))
    return evidence


def read_what_answers() -> tuple[Evidence, list[str]]:
    """What the readable places hold, and a sentence for each that cannot be asked just now."""
    evidence, silent = NO_EVIDENCE, []
    for place in readable_places():
        try:
            evidence += _of(stores.find(place))
        except StoreRefused as problem:
            silent.append(str(problem))
    return evidence, silent


def _of(store: AnchorStore) -> Evidence:
    names = store.list()
    found = from_contents(store.where, ((name, store.get(name)) for name in names))
    return found + Evidence(findings=tuple(_lost(store, names)))


def _lost(store: AnchorStore, names: Sequence[str]) -> list[JournalFinding]:
    """One finding for what receipts say is kept there and is not."""
    receipts = AnchorReceipt.objects.filter(place=store.place, location=store.where).order_by("name")
    lost = sorted(set(receipts.values_list("name", flat=True)) - set(names))
    return [finding("lost_anchor", count=len(lost), where=store.where, name=lost[0])] if lost else []
