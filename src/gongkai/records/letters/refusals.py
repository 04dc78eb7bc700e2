"""Why an operation on templates or letters is refused; each message says what to do."""

from __future__ import annotations

from gongkai.records.letters.rules.composing import PartProblem
from gongkai.records.refusals import Refused


class LetterRefused(Refused):
    """An operation on templates or letters was refused; the message says why and what to do."""


class KindUnknown(LetterRefused):
    """No package has declared this kind of letter."""


class TemplateRefused(LetterRefused):
    """The parts do not make a template; `problems` lists everything that is wrong with them."""

    def __init__(self, found: list[PartProblem]) -> None:
        super().__init__("\n".join(str(one) for one in found))
        self.problems = tuple(found)


class TemplateExists(LetterRefused):
    """The body has a template of this kind already."""


class TemplateChanged(LetterRefused):
    """Somebody else made a newer version meanwhile."""


class NothingChanged(LetterRefused):
    """The parts are those of the version that is there."""


class TooEarly(LetterRefused):
    """A version cannot come into force before the one it follows."""


class TemplateNotInForce(LetterRefused):
    """On the day of the letter another version of the template is to be used, or none."""


class ValuesRefused(LetterRefused):
    """The letter cannot be made of these values."""


class LetterAlreadyVoid(LetterRefused):
    """The letter was voided before."""


class LetterReasonMissing(LetterRefused):
    """A written reason is needed."""
