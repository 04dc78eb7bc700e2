"""The areas of the console, in the order of the head; a new one is a line here."""

from typing import Final

from gongkai.console.areas import (
    account,
    bodies,
    collections,
    confirmations,
    drafts,
    inbox,
    jobs,
    journal,
    people,
    refusals,
    settings,
    tokens,
)

ALL: Final = tuple(
    module.AREA
    for module in (
        inbox,
        collections,
        drafts,
        bodies,
        people,
        confirmations,
        tokens,
        refusals,
        journal,
        jobs,
        settings,
        account,
    )
)
