"""Anchors and verifications, each with what it needs."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.test import override_settings

from gongkai.organisations import operations as organisations
from gongkai.records import journal
from gongkai.records.acts import Act, SystemAct
from gongkai.records.auditing import operations
from gongkai.records.journal import AnchorReceipt
from tests.operations.exercises import AT, BY, Exercises, Perform


def sealed() -> None:
    organisations.create_person(login="tang.lin", name="唐霖", act=SystemAct(BY, AT))
    journal.seal_all(at=AT)


def make_anchor() -> Perform:
    sealed()
    return lambda act: operations.make_anchor(act=act)


def keep_anchor() -> Perform:
    sealed()
    anchor = operations.make_anchor(act=SystemAct(BY, AT))
    folder = Path(settings.DATA) / "anchors"
    folder.mkdir()

    def perform(act: Act) -> AnchorReceipt:
        with override_settings(GONGKAI_ANCHOR_FOLDER=folder):
            return operations.keep_anchor(anchor=anchor, place="folder", act=act)

    return perform


def take_anchor() -> Perform:
    sealed()
    return lambda act: operations.take_anchor(act=act)


EXERCISES: Exercises = {
    "keep_anchor": keep_anchor,
    "make_anchor": make_anchor,
    "take_anchor": take_anchor,
    "verify_journal": lambda: lambda act: operations.verify_journal(act=act),
}
