"""The work calendar: which days organs work, read from the tables beside this module (`workdays/*.csv`).

A working day is a Monday to Friday that no notice turned into a day off, or a Saturday or Sunday that a
notice ordered to be worked (调休). The tables list exceptions only. Beyond the last announced year the
calendar refuses to guess (`NotYetAnnounced`).

Arithmetic is O(1): all working days stand in one list, and for every day of the calendar another list says
how many of them there are up to and including it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
COLUMNS = ("date", "status", "name", "notice")

# Days off for everyone in every year since 1999 (全国年节及纪念日放假办法); a table in which one of them is
# worked is a table with rows missing.
_ALWAYS_OFF = ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))


class CalendarUnknown(ValueError):
    """The calendar says nothing about a day that was asked for."""


class NotYetAnnounced(CalendarUnknown):
    """The work calendar of `year` is not loaded; the message says what to load."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year}年的放假安排尚未载入，无法确定{year}年的工作日。"
            f"请在国务院办公厅发布通知后，用 --calendar {year}.csv 载入。"
        )


class BeforeCalendar(CalendarUnknown):
    """The day lies before the first known year."""

    def __init__(self, day: date, first: date) -> None:
        self.year = day.year
        super().__init__(
            f"工作日历从{first.year}年开始，{day.isoformat()}早于这一年，无法确定是否工作日。请核对日期是否填错。"
        )


class BadCalendarFile(ValueError):
    """A calendar file that cannot be used; the message names file and line and says what to correct."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(f"{path.name} 第{line}行：{sentence}")


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """An exception from the week: a weekday off, or a Saturday or Sunday worked.

    `notice` is the number of the notice that ordered it ("" where it was not read), `year` the year whose
    table it stands in (0: a local day).
    """

    on: date
    status: Literal["off", "work"]
    name: str
    notice: str = ""
    year: int = 0


class Calendar:
    """A work calendar over whole years without a gap. Immutable: the `with_…` methods return a new one.

    Every question about a day outside `first`…`through` raises `CalendarUnknown`.
    """

    def __init__(self, years: Iterable[int] = (), days: Iterable[SpecialDay] = ()) -> None:
        known = sorted(years)
        self._years = range(known[0], known[-1] + 1) if known else range(0)
        self._special: Mapping[date, SpecialDay] = {day.on: day for day in sorted(days, key=lambda d: d.on)}
        self._start = date(known[0], 1, 1).toordinal() if known else 0
        self._workdays: list[date] = []
        self._upto: list[int] = []
        if known:
            self._build(date(known[-1], 12, 31).toordinal())

    def _build(self, last: int) -> None:
        special = {day.toordinal(): entry.status == "work" for day, entry in self._special.items()}
        for ordinal in range(self._start, last + 1):
            # Ordinal 1 was a Monday.
            if special.get(ordinal, ordinal % 7 not in (6, 0)):
                self._workdays.append(date.fromordinal(ordinal))
            self._upto.append(len(self._workdays))

    @classmethod
    def from_files(cls, *paths: Path) -> Calendar:
        """A calendar of these files alone. Raises `BadCalendarFile`."""
        return cls().with_files(*paths)

    def with_files(self, *paths: Path) -> Calendar:
        """This calendar and these files: `YYYY.csv` is a whole year, any other name holds local days.

        Years are taken in order and before local days. Raises `BadCalendarFile`.
        """
        calendar = self
        for path in sorted(paths, key=lambda each: (not each.stem.isdecimal(), each.stem)):
            calendar = calendar.with_year(path) if path.stem.isdecimal() else calendar.with_local_days(path)
        return calendar

    def with_year(self, path: Path) -> Calendar:
        """This calendar and a whole year from `YYYY.csv`; a year already known is replaced.

        A notice sometimes orders days of the December before its year, so such rows are allowed.
        Raises `BadCalendarFile`.
        """
        if not (len(path.stem) == 4 and path.stem.isdecimal()):
            raise BadCalendarFile(path, 1, "全年日历的文件名须是年份，例如 2027.csv。请改名后重新载入。")
        year = int(path.stem)
        if self._years and not self._years[0] - 1 <= year <= self._years[-1] + 1:
            missing = self._years[-1] + 1 if year > self._years[-1] else self._years[0] - 1
            raise BadCalendarFile(path, 1, f"日历须逐年相连，还缺{missing}年。请先载入 {missing}.csv。")
        week = Calendar({year - 1, year})
        rows = []
        for line, row in _read(path, year):
            if not date(year - 1, 12, 1) <= row.on <= date(year, 12, 31):
                raise BadCalendarFile(
                    path, line, f"{row.on}不在{year}年（或者上年12月）。请移到相应年份的文件。"
                )
            week._refuse_idle(path, line, row)
            rows.append(row)
        kept = (day for day in self._special.values() if day.year != year)
        calendar = Calendar({*self._years, year}, [*kept, *rows])
        for month, day, name in _ALWAYS_OFF:
            if calendar.is_workday(on := date(year, month, day)):
                raise BadCalendarFile(
                    path, 1, f"{on}（{name}）仍是工作日，应有放假的行漏载。请补全后重新载入。"
                )
        return calendar

    def with_local_days(self, path: Path) -> Calendar:
        """This calendar changed by the days of one place (民族节日, 当地通知). Raises `BadCalendarFile`."""
        rows = []
        for line, row in _read(path):
            if row.on.year not in self._years:
                raise BadCalendarFile(
                    path, line, f"{row.on.year}年的日历还没有载入。请先载入 {row.on.year}.csv。"
                )
            self._refuse_idle(path, line, row)
            rows.append(row)
        return Calendar(self._years, [*self._special.values(), *rows])

    def _refuse_idle(self, path: Path, line: int, row: SpecialDay) -> None:
        """A row that changes nothing contradicts what its writer believed: better refused than swallowed."""
        if self.is_workday(row.on) == (row.status == "work"):
            weekday = WEEKDAYS[row.on.weekday()]
            already = "上班，不必写成 work" if row.status == "work" else "休息，不必写成 off"
            raise BadCalendarFile(
                path, line, f"{row.on}是{weekday}，本来就{already}。请核对日期，或者删去此行。"
            )

    @property
    def years(self) -> range:
        """The known years."""
        return self._years

    @property
    def first(self) -> date:
        """The first known day."""
        return date(self._years[0], 1, 1)

    @property
    def through(self) -> date:
        """The last known day."""
        return date(self._years[-1], 12, 31)

    def special_days(self, year: int) -> tuple[SpecialDay, ...]:
        """The exceptions of a year in order of the day. Raises `CalendarUnknown`."""
        self._index(date(year, 1, 1))
        return tuple(day for day in self._special.values() if day.on.year == year)

    def is_workday(self, d: date) -> bool:
        """True if organs work on `d`."""
        upto = self._upto[self._index(d)]
        return upto > 0 and self._workdays[upto - 1] == d

    def why_off(self, d: date) -> str | None:
        """星期六, 星期日 or the name of the holiday; None for a working day."""
        if self.is_workday(d):
            return None
        special = self._special.get(d)
        return special.name if special else WEEKDAYS[d.weekday()]

    def why_on(self, d: date) -> str | None:
        """Why a Saturday or Sunday is worked (春节调休上班); None for any other day."""
        special = self._special.get(d)
        return f"{special.name}调休上班" if self.is_workday(d) and special else None

    def add(self, d: date, n: int) -> date:
        """The `n`th working day after `d`, which itself is not counted; `d` for n = 0."""
        if n < 0:
            raise ValueError("n: a number of working days, 0 or more")
        if n == 0:
            return d
        try:
            return self._workdays[self._upto[self._index(d)] + n - 1]
        except IndexError:
            raise NotYetAnnounced(self._years[-1] + 1) from None

    def count(self, after: date, through: date) -> int:
        """The number of working days in (after, through]; 0 if `through` is not later."""
        return max(0, self._upto[self._index(through)] - self._upto[self._index(after)])

    def next(self, d: date) -> date:
        """The first working day on or after `d`."""
        return d if self.is_workday(d) else self.add(d, 1)

    def days(self, after: date, through: date) -> list[date]:
        """The working days in (after, through]."""
        return self._workdays[self._upto[self._index(after)] : self._upto[self._index(through)]]

    def _index(self, d: date) -> int:
        index = d.toordinal() - self._start
        if 0 <= index < len(self._upto):
            return index
        if not self._years or d.year > self._years[-1]:
            raise NotYetAnnounced(d.year)
        raise BeforeCalendar(d, self.first)


def _read(path: Path, year: int = 0) -> Iterator[tuple[int, SpecialDay]]:
    """The rows of a calendar file with their line numbers. Raises `BadCalendarFile`."""
    seen: set[date] = set()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadCalendarFile(path, 1, "不是 UTF-8 编码。请另存为“CSV UTF-8”后重新载入。") from None
    reader = csv.reader(lines)
    if tuple(next(reader, ())) != COLUMNS:
        raise BadCalendarFile(path, 1, f"表头须是 {','.join(COLUMNS)}。请改正表头。")
    for cells in reader:
        line = reader.line_num
        if not cells:
            continue
        if len(cells) != len(COLUMNS):
            raise BadCalendarFile(
                path, line, f"须有{len(COLUMNS)}列，实有{len(cells)}列。请补齐或者删去多余的列。"
            )
        written, status, name, notice = (cell.strip() for cell in cells)
        try:
            on = date.fromisoformat(written)
        except ValueError:
            raise BadCalendarFile(path, line, f"“{written}”不是日期。请写成 2027-01-01 的样子。") from None
        if status not in ("off", "work"):
            raise BadCalendarFile(path, line, f"“{status}”不是状态。放假写 off，上班写 work。")
        if not name:
            raise BadCalendarFile(path, line, "没有写节日名称。请填写，例如 春节。")
        if on in seen:
            raise BadCalendarFile(path, line, f"{on}重复出现。请只留一行。")
        seen.add(on)
        yield line, SpecialDay(on, "off" if status == "off" else "work", name, notice, year)


@cache
def official() -> Calendar:
    """The calendar of the State Council's notices that came with this release, read once."""
    return Calendar.from_files(*(Path(__file__).parent / "workdays").glob("*.csv"))
