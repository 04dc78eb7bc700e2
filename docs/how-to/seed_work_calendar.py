"""Write the work-calendar files of past years from the `chinesecalendar` package (maintainers only).

    .venv/bin/python docs/how-to/seed_work_calendar.py src/gongkai/law/workdays

Run once per correction of the past, never at run time: the files are the source that the program
reads, this script only says where their first content came from. Only exceptions are written (a
weekday off, a Saturday or Sunday worked). A December day that belongs to the next New Year's holiday
goes into the next year's file, because that year's notice decreed it.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

from chinese_calendar import constants

FIRST, LAST = 2004, 2026

# Read in copies of the notices themselves; before 2019 the rows carry no notice.
NOTICES = {
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
# The Labour Day of 2019 was rearranged, the Spring Festival of 2020 lengthened, by notices of their own.
AMENDED = {
    **{date(2019, *day): "国办发明电〔2019〕3号" for day in [(4, 28), (5, 1), (5, 2), (5, 3), (5, 5)]},
    date(2020, 1, 31): "国办发明电〔2020〕1号",
}
# The library omits one worked Saturday that the notice of 2006 orders.
OMITTED = {(2006, date(2005, 12, 31)): ("work", "元旦", "国办发明电〔2005〕35号")}
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def rows() -> dict[tuple[int, date], tuple[str, str, str]]:
    """(year of the file, day) → (status, name, notice)."""
    found = dict(OMITTED)
    for status, days in (("off", constants.holidays), ("work", constants.workdays)):
        for day, holiday in days.items():
            if (day.weekday() >= 5) == (status == "off"):
                continue
            name = NAMES[holiday]
            year = day.year + 1 if day.month == 12 and name == "元旦" else day.year
            if FIRST <= year <= LAST:
                found[year, day] = (status, name, AMENDED.get(day, NOTICES.get(year, "")))
    return found


def main(folder: Path) -> None:
    by_year: dict[int, list[list[str]]] = {year: [] for year in range(FIRST, LAST + 1)}
    for (year, day), row in sorted(rows().items()):
        by_year[year].append([day.isoformat(), *row])
    for year, lines in by_year.items():
        with (folder / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["date", "status", "name", "notice"])
            writer.writerows(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
