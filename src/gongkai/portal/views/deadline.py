"""The calculator: when must an application be answered, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.law import reply_clock
from gongkai.law.dated import BeforeFirst
from gongkai.law.workdays import CalendarUnknown
from gongkai.organisations.calendar import calendar
from gongkai.portal.deadline_answer import Answer, answer
from gongkai.portal.deadline_form import DeadlineForm
from gongkai.portal.views.law import weekdays
from gongkai.portal.workdays import explain

UNPROCESSABLE = 422


@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """The empty form, or the answer to what the address says; 422 with the errors if there is none."""
    form = DeadlineForm(request.GET)
    found, unknown = _answer(form) if form.submitted else (None, "")
    failed = bool(form.errors or unknown)
    context = {
        "form": form,
        "answer": found,
        "unknown": unknown,
        "weekdays": weekdays(),
        "permalink": request.build_absolute_uri() if found else "",
    }
    return render(request, "portal/deadline.html", context, status=UNPROCESSABLE if failed else 200)


def _answer(form: DeadlineForm) -> tuple[Answer | None, str]:
    """The answer; or None, with errors set in the form or with the reason why the calendar ends."""
    facts = form.facts()
    if facts is None:
        return None, ""
    try:
        return answer(facts, reply_clock.explain(facts, calendar()), calendar()), ""
    except reply_clock.ImpossibleFacts as refusal:
        form.refuse(refusal)
    except BeforeFirst as early:
        form.received.error = str(early)
    except CalendarUnknown as unknown:
        return None, explain(unknown)
    return None, ""
