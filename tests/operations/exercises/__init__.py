"""How each package's operations are performed, so that one test can watch all of them journal.

A package joins by a module of its name here with `EXERCISES`: operation → preparation. The preparation makes
what the operation needs, by operations, and gives back what performs it: a call that takes the act. A package
that joins names every operation it has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from gongkai.records.actors import Actor
from gongkai.records.acts import Act

BY = Actor("person", "p-0001", "林知远", "信息公开科科员", "yunhe-office", "云河市人民政府办公室")
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)

Perform = Callable[[Act], object]
Prepare = Callable[[], Perform]
Exercises = dict[str, Prepare]
