"""100,000 reply deadlines: the calendar's prefix tables against a per-day loop over the `holidays` library.

Both count the same thing, side by side in one run, several rounds, median ratio. Two loops are in use out
there: one that asks the library whether a day is worked (right, slower) and one that takes Monday to Friday
minus the library's holidays (faster, blind to worked weekends). The ratio is against the faster of the two;
the library's own count must agree on every deadline, the weekday loop wherever it is right.

    .venv/bin/python benchmarks/bench_deadlines.py
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import holidays

from gongkai.law.reply_clock import ReplyFacts, due_on, reply_due
from gongkai.law.workdays import official

DEADLINES, ROUNDS = 100_000, 5
FIRST, LAST = date(2019, 5, 15), date(2026, 12, 3)
ONE = timedelta(days=1)
OBSERVED = holidays.country_holidays("CN", years=range(2019, 2028))


def loop_asking_the_library(received: date) -> date:
    """The twentieth day that the library calls a working day."""
    day, left = received, 20
    while left:
        day += ONE
        if OBSERVED.is_working_day(day):
            left -= 1
    return day


def loop_over_weekdays(received: date) -> date:
    """The twentieth Monday to Friday that is no holiday of the library."""
    day, left = received, 20
    while left:
        day += ONE
        if day.weekday() < 5 and day not in OBSERVED:
            left -= 1
    return day


def timed(compute: Callable[[], list[date]]) -> tuple[float, list[date]]:
    """Seconds and answers."""
    start = perf_counter()
    answers = compute()
    return perf_counter() - start, answers


def main() -> None:
    span = (LAST - FIRST).days
    draw = random.Random(33)
    receipts = [FIRST + timedelta(days=draw.randint(0, span)) for _ in range(DEADLINES)]
    calendar = official()
    cases = [ReplyFacts(received) for received in receipts]
    contenders: dict[str, Callable[[], list[date]]] = {
        "reply_due": lambda: [reply_due(received, calendar) for received in receipts],
        "due_on": lambda: [due_on(case, calendar) for case in cases],
        "weekdays": lambda: [loop_over_weekdays(received) for received in receipts],
        "library": lambda: [loop_asking_the_library(received) for received in receipts],
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    answers: dict[str, list[date]] = {}
    for _ in range(ROUNDS):
        for name, compute in contenders.items():
            spent, answers[name] = timed(compute)
            seconds[name].append(spent)
    assert answers["reply_due"] == answers["due_on"] == answers["library"]
    days = [FIRST + timedelta(days=offset) for offset in range(span + 1)]
    wrong = [day for day in days if loop_over_weekdays(day) != reply_due(day, calendar)]
    unlucky = set(wrong)
    pairs = zip(receipts, answers["weekdays"], answers["reply_due"], strict=True)
    assert all(theirs == ours for received, theirs, ours in pairs if received not in unlucky)

    def ratio(ours: str, theirs: str) -> float:
        return median(b / a for a, b in zip(seconds[ours], seconds[theirs], strict=True))

    rival = min(("weekdays", "library"), key=lambda name: median(seconds[name]))
    told = {name: f"{median(times):.2f} s" for name, times in seconds.items()}
    print(
        f"deadlines: reply_due {ratio('reply_due', rival):.0f}x, due_on {ratio('due_on', rival):.0f}x as "
        f"fast as a per-day loop over `holidays` ({DEADLINES:,} deadlines, median of {ROUNDS} rounds: "
        f"{told['reply_due']}, {told['due_on']}, {told[rival]}); "
        f"a Monday-to-Friday loop is wrong on {len(wrong)} of {len(days)} receipt dates "
        f"({100 * len(wrong) / len(days):.1f} %), one that asks for worked weekends on none"
    )


if __name__ == "__main__":
    main()
