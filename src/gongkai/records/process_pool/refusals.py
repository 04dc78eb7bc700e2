"""What a call may end in besides its result and besides the refusals of the function itself."""

from __future__ import annotations

from gongkai.records.refusals import Refused


class CouldNotFinish(Refused):
    """The work on what was sent did not come to its end; it is not tried again by itself."""

    kind = "invalid"


class TooDemanding(CouldNotFinish):
    """It took more processor time, time, memory or output than its limits allow, and was stopped."""


class ChildCrashed(CouldNotFinish):
    """The child process ended in the middle of the work: a fault of a library, brought on by the content."""


class Overloaded(Exception):
    """As many calls as may wait are waiting, or this one waited long enough: 503, with Retry-After.

    Not a refusal: nothing is wrong with what was sent. `retry_after` in seconds; the message tells people.
    """

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class FunctionFailed(RuntimeError):
    """The function raised what is no refusal: a mistake of the program.

    `kind` is the class of the error; the message names the lines of code and quotes nothing of the content.
    """

    def __init__(self, kind: str, places: str) -> None:
        super().__init__(f"{kind}\n{places}")
        self.kind = kind.rpartition(".")[2]
