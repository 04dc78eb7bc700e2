"""What every refusal of every package descends from: one class that all sites, jobs and commands catch.

A refusal is a sentence for a person: what is wrong and what to do instead. Mistakes of the program are not
refusals; they are other exceptions, and nobody is shown their text.
"""

from __future__ import annotations

from typing import Literal

RefusalKind = Literal["invalid", "conflict", "forbidden"]


class Refused(ValueError):
    """Something was refused; the message says why and what to do instead.

    `field` names the argument at fault, where there is one, so that a form shows the sentence there. `kind`
    decides how machines are told: `invalid` (422: the value can never be right), `conflict` (409: not in the
    present state of things), `forbidden` (403: not by this one). A subclass sets it for all its instances.
    """

    kind: RefusalKind = "conflict"

    def __init__(self, message: str = "", field: str = "", *, kind: RefusalKind | None = None) -> None:
        super().__init__(message)
        self.field = field
        if kind is not None:
            self.kind = kind


class Invalid(Refused):
    """A value that can never be right: malformed, out of its bounds, or not one of those there are."""

    kind = "invalid"


class ReasonMissing(Invalid):
    """What is done needs a written reason."""
