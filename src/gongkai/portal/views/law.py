"""What the program reckons with: dated legal values with their grounds, and the work calendar of a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.design import calendar, table
from gongkai.law import instruments, parameters, practice
from gongkai.law.dated import UNSURE, LegalParameter, ParameterValue
from gongkai.law.workdays import WEEKDAYS, Calendar, CalendarUnknown
from gongkai.organisations.calendar import calendar as work_calendar
from gongkai.portal.legal import instrument_anchor, parameter_anchor, written
from gongkai.portal.views.site import problem
from gongkai.portal.workdays import explain

DAY = timedelta(days=1)


def weekdays() -> list[str]:
    """Monday to Sunday, one character each."""
    return [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")]


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Every dated value, the open questions with their defaults, the instruments, the calendar's years."""
    today = timezone.localdate()
    groups = [
        {"label": label, "id": f"group-{number}", "parameters": [_parameter(each, today) for each in members]}
        for number, (label, members) in enumerate(parameters.by_group().items(), start=1)
    ]
    context = {
        "groups": groups,
        "settings": [_setting(each) for each in practice.SETTINGS],
        "instruments": _instruments(),
        "years": [_year(year) for year in reversed(work_calendar().years)],
        "unsure": UNSURE,
    }
    return render(request, "portal/law.html", context)


def _parameter(parameter: LegalParameter[Any], today: date) -> dict[str, Any]:
    started = [entry for entry in parameter.entries if entry.since <= today]
    return {
        "id": parameter_anchor(parameter.name),
        "label": parameter.label,
        "entries": [
            _entry(parameter, entry, current=bool(started) and entry is started[-1])
            for entry in reversed(parameter.entries)
        ],
    }


def _entry(parameter: LegalParameter[Any], entry: ParameterValue[Any], *, current: bool) -> dict[str, Any]:
    return {
        "value": parameter.text(entry),
        "since": _("%(day)s起") % {"day": written(entry.since)},
        "citation": str(entry.citation),
        "href": f"#{instrument_anchor(entry.citation.instrument)}",
        "mark": entry.mark,
        "note": entry.note,
        "current": current,
    }


def _setting(setting: practice.Setting) -> dict[str, Any]:
    return {
        "id": f"practice-{setting.name.replace('_', '-')}",
        "label": setting.label,
        "entries": [
            {
                "value": setting.default,
                "since": _("默认做法"),
                "citation": _("条文未写明"),
                "mark": setting.mark,
                "note": setting.note,
                "current": True,
            }
        ],
    }


def _instruments() -> list[list[table.TableCell]]:
    rows: list[list[str | table.TableCell]] = [
        [
            table.TableCell("label", each.title, id=instrument_anchor(each.id), last_label=True),
            each.number,
            each.issued_by,
            written(each.in_force_from),
            written(each.in_force_to) if each.in_force_to else _("现行有效"),
            UNSURE if each.sureness == "K" else "",
        ]
        for each in instruments.ALL
    ]
    heads = [_("名称"), _("文号"), _("制定机关"), _("施行日期"), _("最后有效日"), _("核对情况")]
    return table.plain(heads, rows)


def _year(year: int) -> dict[str, str]:
    return {"href": reverse("workdays", args=[year]), "label": _("%(year)d年") % {"year": year}}


@require_safe
def workdays(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year, its days off and working Saturdays and Sundays, the notices behind them."""
    known = work_calendar()
    if year not in known.years:
        return _unknown_year(request, known, year)
    special = known.special_days(year)
    context = {
        "title": _("%(year)d年工作日历") % {"year": year},
        "crumbs": [{"href": reverse("law"), "label": _("法定期限")}],
        "months": [_month(known, year, number) for number in range(1, 13)],
        "weekdays": weekdays(),
        "arrangement": _arrangement(known, year),
        "notices": sorted({day.notice for day in special if day.notice}),
        "lead": _("全年%(days)d个工作日。") % {"days": _workdays_of(known, year)},
        "previous": _year(year - 1) if year - 1 in known.years else None,
        "next": _year(year + 1) if year + 1 in known.years else None,
    }
    return render(request, "portal/workdays.html", context)


def _workdays_of(known: Calendar, year: int) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return known.is_workday(first) + known.count(first, last)


def _unknown_year(request: HttpRequest, known: Calendar, year: int) -> HttpResponse:
    try:
        known.is_workday(date(year, 1, 1))
    except CalendarUnknown as unknown:
        text = explain(unknown)
    except ValueError:
        text = _("请从“法定期限”页面选择年份。")
    return problem(request, 404, _("%(year)d年的工作日历还没有") % {"year": year}, text)


def _month(known: Calendar, year: int, number: int) -> calendar.Month:
    last = monthrange(year, number)[1]
    days = [date(year, number, day) for day in range(1, last + 1)]
    marks = {day: _mark(known, day) for day in days}
    return calendar.month(year, number, _("%(month)d月") % {"month": number}, marks)


def _mark(known: Calendar, day: date) -> calendar.DayMark:
    if known.is_workday(day):
        return calendar.DayMark("moved", _("上班")) if known.why_on(day) else calendar.DayMark("work", "")
    first, last = _run(known, day, day)
    reasons = [known.why_off(first + n * DAY) for n in range((last - first).days + 1)]
    named = [reason for reason in reasons if reason and reason not in WEEKDAYS]
    if not named:
        return calendar.DayMark("off", "")
    own = known.why_off(day)
    return calendar.DayMark("holiday", own if own in named else named[0])


def _arrangement(known: Calendar, year: int) -> list[dict[str, str]]:
    """Each holiday in a line: the unbroken days off around it, and the weekend days worked for it."""
    rows = []
    for name, members in groupby(
        sorted(known.special_days(year), key=_first_of(known, year)), lambda d: d.name
    ):
        days = list(members)
        off = [day.on for day in days if day.status == "off"]
        worked = [day.on for day in days if day.status == "work"]
        parts = []
        if off:
            first, last = _run(known, off[0], off[-1])
            days_off = (last - first).days + 1
            text = _("%(first)s休息") if first == last else _("%(first)s至%(last)s休息，共%(days)d天")
            parts.append(text % {"first": _short(first), "last": _short(last), "days": days_off})
        if worked:
            parts.append(_("%(days)s上班") % {"days": _("、").join(_short(day) for day in worked)})
        rows.append({"label": name, "value": _("；").join(parts)})
    return rows


def _first_of(known: Calendar, year: int) -> Any:
    """Sort key: the first day off of the holiday's name, so that the rows of one holiday stand together."""
    first: dict[str, date] = {}
    for day in known.special_days(year):
        if day.status == "off":
            first.setdefault(day.name, day.on)
    return lambda day: (first.get(day.name, day.on), day.name, day.on)


def _run(known: Calendar, first: date, last: date) -> tuple[date, date]:
    while first > known.first and not known.is_workday(first - DAY):
        first -= DAY
    while last < known.through and not known.is_workday(last + DAY):
        last += DAY
    return first, last


def _short(day: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
