"""One verb for many rows: its operation asks access for each and does it; what was refused is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.console.listing.declaration import Bulk, BulkDone, Listing
from gongkai.console.request_context import RequestContext
from gongkai.organisations import access
from gongkai.records.filters import clean
from gongkai.records.refusals import Refused

MOST = 500


class BulkRefused(Refused):
    """Nothing was done, or not everything; what was ticked and typed is kept."""

    def __init__(self, message: str, picked: frozenset[str], reason: str, *, every: bool = False) -> None:
        super().__init__(message)
        self.picked = picked
        self.reason = reason
        self.every = every


def perform(listing: Listing, within: QuerySet[Any], posted: QueryDict, here: RequestContext) -> BulkDone:
    """Do the posted verb for the ticked rows, or every row found. Raises BulkRefused, NotAllowed."""
    verb = next((one for one in listing.verbs if one.name == posted.get("verb", "")), None)
    picked = frozenset(map(clean, posted.getlist("pick")[:MOST]))
    reason = clean(posted.get("reason", ""))
    if verb is None:
        raise BulkRefused(_("请选择要办的事。"), picked, reason)
    access.check(here.acting, verb.action, on=here.on)
    every = listing.whole and posted.get("every") == "1"
    if not picked and not every:
        raise BulkRefused(_("还没有勾选任何一行，请先在列表里勾选。"), picked, reason)
    if verb.reasoned and not reason:
        raise BulkRefused(_("请写明理由，它会写入审计日志。"), picked, reason, every=every)
    found = within[: MOST + 1] if every else within.filter(**{f"{listing.key_field}__in": picked})
    rows = list(found)
    if len(rows) > MOST:
        raise BulkRefused(
            _("一次最多办理%(most)s行，请先筛选，分几次办理。") % {"most": MOST}, picked, reason, every=every
        )
    if verb.together is None:
        return BulkDone(_one_by_one(listing, verb, rows, reason, here))
    try:
        return verb.together(rows, reason, here)
    except Refused as refusal:
        raise BulkRefused(str(refusal), picked, reason, every=every) from refusal


def _one_by_one(listing: Listing, verb: Bulk, rows: Sequence[Any], reason: str, here: RequestContext) -> str:
    """Do the verb for each row; what was refused does not keep the others from being done."""
    done, refused = 0, []
    left = set()
    for row in rows:
        try:
            if verb.perform is not None:
                verb.perform(row, reason, here)
        except Refused as refusal:
            refused.append(str(refusal))
            left.add(listing.key(row))
        else:
            done += 1
    said = _("“%(verb)s”已办理%(done)s个。") % {"verb": verb.label, "done": done}
    if refused:
        more = _("另有%(count)s个没有办理：%(first)s") % {"count": len(refused), "first": refused[0]}
        raise BulkRefused(f"{said}{more}", frozenset(left), reason)
    return said
