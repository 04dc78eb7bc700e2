"""Places outside this deployment that keep anchors: one port, three adapters, none or several in use.

The premise of each is that whoever administers this server can add to the place but not change or remove
what is there; docs/how-to/keep-anchors.md says how to set one up so.
"""

from gongkai.records.auditing.stores.port import (
    AnchorStore,
    AnotherContent,
    CannotReadBack,
    StoreRefused,
    configured,
    find,
    places,
)

__all__ = ["AnchorStore", "AnotherContent", "CannotReadBack", "StoreRefused", "configured", "find", "places"]
