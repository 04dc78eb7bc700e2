"""What every refusal of this package descends from; each kind lives beside the operation that raises it."""

from __future__ import annotations


class Refused(ValueError):  # noqa: N818 (named for what it is)
    """Something was refused; the message says why and what to do instead.

    `field` names the argument at fault, where there is one, so that a form can show the sentence there.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
