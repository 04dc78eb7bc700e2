"""Saving and forgetting views of lists."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.console import operations
from gongkai.console.frame import flash
from gongkai.console.listing import Asking, Listing
from gongkai.console.models import SavedView
from gongkai.console.pages import listings
from gongkai.console.request_context import context_of
from gongkai.records.filters import clean
from gongkai.records.refusals import Refused


@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Save what is asked of a list under a name; only what the list understands is kept."""
    here = context_of(request)
    listing = _listing(name)
    query = Asking.read(listing, QueryDict(request.POST.get("query", ""))).query()
    base = reverse(f"console:{listing.name}")
    try:
        operations.save_view(
            person=here.person,
            listing=listing.name,
            title=str(listing.title),
            name=clean(request.POST.get("name", "")),
            query=query,
            act=here.act,
        )
        flash(request, _("视图已经保存。"))
    except Refused as refusal:
        flash(request, _("没有保存：%(why)s") % {"why": refusal})
    return HttpResponseRedirect(f"{base}?{query}" if query else base, status=303)


@require_POST
def forget(request: HttpRequest, view: int) -> HttpResponse:
    """Delete one of one's own views."""
    here = context_of(request)
    saved = SavedView.objects.filter(pk=view, person=here.person).first()
    if saved is None:
        raise Http404
    listing = _listing(saved.listing)
    operations.forget_view(view=saved, title=str(listing.title), act=here.act)
    flash(request, _("视图已经删除。"))
    return HttpResponseRedirect(reverse(f"console:{listing.name}"), status=303)


def _listing(name: str) -> Listing:
    try:
        found: Listing = listings()[name]
        return found
    except KeyError:
        raise Http404 from None
