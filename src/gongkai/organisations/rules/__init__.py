"""Pure rules of the organisation: separated powers, and trees that hold on every day."""

from gongkai.organisations.rules.dated_tree import Period, cycles, first_gap
from gongkai.organisations.rules.separation import Clash, clash

__all__ = ["Clash", "Period", "clash", "cycles", "first_gap"]
