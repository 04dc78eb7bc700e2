"""Where a citation is explained on the page of legal terms, and how dates and values are written there."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.law import instruments, parameters
from gongkai.law.citation import Citation, NotACitation
from gongkai.law.dated import LegalParameter


def written(day: date) -> str:
    """2026年3月16日."""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def parameter_anchor(name: str) -> str:
    """The id of a parameter on the page of legal terms."""
    return name.replace(".", "-").replace("_", "-")


def instrument_anchor(identifier: str) -> str:
    """The id of an instrument on the page of legal terms."""
    return f"instrument-{identifier}"


def href(citation: Citation | str) -> str:
    """The place that explains a citation: the parameter that cites it, else its instrument, else nothing."""
    if isinstance(citation, str):
        try:
            citation = Citation.parse(citation)
        except NotACitation:
            return ""
    for parameter in parameters.ALL:
        if _cites(parameter, citation):
            return f"{reverse('law')}#{parameter_anchor(parameter.name)}"
    return f"{reverse('law')}#{instrument_anchor(citation.instrument)}"


def _cites(parameter: LegalParameter[object], citation: Citation) -> bool:
    if citation.article is None:
        return False
    return any(citation.covers(entry.citation) for entry in parameter.entries)


def title(identifier: str) -> str:
    """《…》 with its number."""
    instrument = instruments.get(identifier)
    return f"《{instrument.title}》（{instrument.number}）"
