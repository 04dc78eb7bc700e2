"""The demo city of 云河市, which exists nowhere: its tables, and the operations that build it from them.

Everything is done by the operations that an office would use, so that the journal tells the whole story; only
emptying a demo is not an operation, and therefore refuses wherever anything might be real.
"""

from gongkai.demo.building import Built, Progress, build, built, ensure, finish
from gongkai.demo.emptying import CannotEmpty, RealPeople, check_can_empty, rebuild

__all__ = [
    "Built",
    "CannotEmpty",
    "Progress",
    "RealPeople",
    "build",
    "built",
    "check_can_empty",
    "ensure",
    "finish",
    "rebuild",
]
