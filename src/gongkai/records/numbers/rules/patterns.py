"""Patterns of numbers: `{short}公复〔{year}〕{serial}号`. Three placeholders, nothing that runs."""

from __future__ import annotations

import re

from gongkai.records.refusals import Refused

PLACEHOLDER = re.compile(r"\{(?P<name>[a-z]+)(?::(?P<width>0[1-9]))?\}")
NAMES = ("short", "year", "serial")
LONGEST = 80


class BadPattern(Refused):
    """A pattern that does not make one number per serial; `problem` is one of PROBLEMS."""

    PROBLEMS = ("unknown", "brace", "serial", "year", "length")

    def __init__(self, problem: str, found: str) -> None:
        super().__init__(f"{problem}: {found}")
        self.problem = problem
        self.found = found


def check(pattern: str) -> None:
    """Raise BadPattern unless the pattern has {serial} and {year} once each and no unknown placeholder.

    A serial may be padded: `{serial:04}` prints 0007.
    """
    names = [match["name"] for match in PLACEHOLDER.finditer(pattern)]
    for match in PLACEHOLDER.finditer(pattern):
        if match["name"] not in NAMES or (match["width"] and match["name"] != "serial"):
            raise BadPattern("unknown", match.group())
    rest = PLACEHOLDER.sub("", pattern)
    if "{" in rest or "}" in rest:
        raise BadPattern("brace", pattern)
    for name in ("serial", "year"):
        if names.count(name) != 1:
            raise BadPattern(name, pattern)
    if re.search(r"\{year\}\{serial|\{serial(:0\d)?\}\{year", pattern):
        # 2026 + 11 and 202 + 611 would print alike: something must stand between them.
        raise BadPattern("brace", pattern)
    if len(pattern) > LONGEST:
        raise BadPattern("length", pattern)


def fill(pattern: str, *, short: str, year: int, serial: int) -> str:
    """The number's text; the pattern was checked."""

    def value(match: re.Match[str]) -> str:
        if match["name"] == "serial":
            return str(serial).zfill(int(match["width"] or 1))
        return short if match["name"] == "short" else str(year)

    return PLACEHOLDER.sub(value, pattern)
