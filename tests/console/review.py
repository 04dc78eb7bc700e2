"""What the tests of the review desk share: addresses of a draft, and pages of it as somebody sees them."""

from __future__ import annotations

from django.urls import reverse

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Draft
from tests.console import office as desk
from tests.portal.html import Page
from tests.responses import Response

REASON = "依据登记台账"


def at(draft: Draft, name: str = "draft", query: str = "") -> str:
    """The address of a page of a draft."""
    return reverse(f"console:{name}", args=[draft.collection_id, draft.pk]) + query


def key(draft: Draft) -> str:
    """By which the first finding of a draft is judged."""
    now = queries.judged(draft)
    assert now is not None
    return now.findings[0].key


def again(draft: Draft) -> Draft:
    """The draft as it is now."""
    found = queries.draft(draft.pk)
    assert found is not None
    return found


def shown(visitor: desk.Visitor, draft: Draft, query: str = "") -> Page:
    """The desk as somebody sees it."""
    return visitor.page(at(draft, query=query))


def refused(response: Response) -> Page:
    """The page that says what was refused."""
    assert response.status_code == 422
    return Page(response)
