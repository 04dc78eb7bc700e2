"""How much one call may take, by whose content it is and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one call.

    `cpu`: seconds of processor time, at least 1; `wall`: seconds until the child is killed; `memory`: bytes
    of address space; `output`: bytes of the result; `patience`: seconds to wait for a free child; `rank`:
    whose call is next where several wait, 0 first. Calls of the last rank, STRANGERS', also may not take
    every thread of the server (`configure`).
    """

    cpu: int
    wall: float
    memory: int
    output: int
    patience: float
    rank: int


# The public pages: anybody, without an account. A report takes a tenth of a second, a PDF of one a second.
STRANGERS: Final = Limits(cpu=10, wall=20, memory=1024 * MB, output=32 * MB, patience=15, rank=2)
# What strangers wrote, in the hands of somebody who signed in and waits for the page.
STAFF: Final = Limits(cpu=30, wall=60, memory=1536 * MB, output=96 * MB, patience=30, rank=0)
# The same in the background: nobody waits.
JOBS: Final = Limits(cpu=60, wall=240, memory=2048 * MB, output=96 * MB, patience=600, rank=1)
# Our own content (letters): large rather than hostile.
OWN: Final = Limits(cpu=60, wall=120, memory=2048 * MB, output=96 * MB, patience=60, rank=0)
