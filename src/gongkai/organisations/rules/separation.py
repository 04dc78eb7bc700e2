"""Separated administrators: who runs the system, who grants and who audits are three different people.

The grading rules for information systems ask for it (三员分立); here it also means that none of the three
sees the business that the others do. So a person who is one of them is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

ADMINISTRATORS: Final = ("system_admin", "security_admin", "auditor")


class Clash(NamedTuple):
    """Two roles that may not meet in one person; the first is an administrator's."""

    administrator: str
    other: str


def clash(roles: Iterable[str]) -> Clash | None:
    """The first pair of roles that one person may not hold at the same time, or None.

    >>> clash(["clerk", "reviewer"])
    >>> clash(["clerk", "auditor"])
    Clash(administrator='auditor', other='clerk')
    """
    held = sorted(set(roles))
    for administrator in ADMINISTRATORS:
        if administrator in held:
            for other in held:
                if other != administrator:
                    return Clash(administrator, other)
    return None
