"""What every portal page is given: the site, its page tags, the way around, how the person reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.design.stylesheet import stylesheet
from gongkai.portal import reading
from gongkai.portal.pages import PAGES


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `page_tags`, `navigation`, `footer_facts`, `reading` with its choices, `stylesheet`."""
    chosen = reading.of(request)
    match = request.resolver_match
    name = match.url_name if match else None
    return {
        "site": settings.GONGKAI_SITE,
        "page_tags": page_tags(name),
        "navigation": _navigation(name),
        "footer_facts": _footer_facts(),
        "footer_links": [{"href": reverse("gallery"), "label": PAGES["gallery"].column.name}],  # type: ignore[union-attr]
        "reading": chosen,
        "reading_types": _choices(reading.TYPES, chosen.type),
        "reading_contrasts": _choices(reading.CONTRASTS, chosen.contrast),
        "stylesheet": reverse("stylesheet", args=[stylesheet().digest]),
    }


def page_tags(name: str | None) -> list[tuple[str, str]]:
    """The tags of the site and of the column that the address `name` belongs to."""
    site = settings.GONGKAI_SITE
    tags = [("SiteName", site.name), ("SiteDomain", site.domain), ("SiteIDCode", site.identification_code)]
    page = PAGES.get(name or "")
    if page and page.column:
        column = page.column
        tags += [
            ("ColumnName", str(column.name)),
            ("ColumnDescription", str(column.description)),
            ("ColumnKeywords", str(column.keywords)),
            ("ColumnType", str(column.type)),
        ]
    return tags


def _navigation(current: str | None) -> list[dict[str, Any]]:
    column = PAGES[current].column if current in PAGES else None
    return [
        {"href": reverse(page.name), "label": page.head, "current": page.column is column}
        for page in PAGES.values()
        if page.head
    ]


def _footer_facts() -> list[dict[str, Any]]:
    site = settings.GONGKAI_SITE
    return [
        {"label": _("网站名称"), "value": site.name},
        {"label": _("主办单位"), "value": site.owner},
        {"label": _("网站标识码"), "value": site.identification_code},
    ]


def _choices(labels: dict[str, Any], current: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "current": value == current} for value, label in labels.items()]
