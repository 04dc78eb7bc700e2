"""The port to a place that keeps anchors, and which places this deployment has."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.records.refusals import Refused

# Place → its setting, module and class, in the order in which they are asked; loaded when first needed.
ADAPTERS: Final = {
    "folder": ("GONGKAI_ANCHOR_FOLDER", "gongkai.records.auditing.stores.folder", "FolderStore"),
    "bucket": ("GONGKAI_ANCHOR_BUCKET", "gongkai.records.auditing.stores.bucket", "BucketStore"),
    "mail": ("GONGKAI_ANCHOR_MAIL", "gongkai.records.auditing.stores.mail", "MailStore"),
}


class StoreRefused(Refused):
    """The place did not take or give an anchor; the message says why and what to do."""


class AnotherContent(StoreRefused):
    """The place has something else under this name already, and nothing is ever written over."""


class CannotReadBack(StoreRefused):
    """What was given to the place cannot be asked back from here."""


class AnchorStore(Protocol):
    """A place that keeps anchors.

    `put` returns what the place said (its receipt). The same name with the same content again is well; with
    another it is AnotherContent. All three raise StoreRefused, and `list` and `get` CannotReadBack where
    `readable` is false.
    """

    place: str  # its name in ADAPTERS
    where: str  # where it is, in words that may stand in the journal: no secret, no person
    readable: bool

    def put(self, name: str, content: bytes, /) -> str:
        """Keep `content` under `name`; on the other side before this returns."""

    def list(self) -> Sequence[str]:
        """The names that are kept, in order."""

    def get(self, name: str, /) -> bytes:
        """What was first kept under the name."""


def configured() -> list[AnchorStore]:
    """The places of this deployment; raises StoreRefused where one cannot be used at all."""
    return [store for place in ADAPTERS if (store := _made(place)) is not None]


def places() -> list[str]:
    """The names of the places of this deployment, without touching them."""
    return [place for place, (setting, _module, _name) in ADAPTERS.items() if getattr(settings, setting)]


def find(place: str) -> AnchorStore:
    """The store of a place; raises StoreRefused where this deployment has none."""
    store = _made(place)
    if store is None:
        raise StoreRefused(_("没有设置锚点存放处“%(place)s”。") % {"place": place})
    return store


def _made(place: str) -> AnchorStore | None:
    setting, module, name = ADAPTERS[place]
    said = getattr(settings, setting)
    if not said:
        return None
    return cast(AnchorStore, getattr(import_module(module), name).from_setting(said))
