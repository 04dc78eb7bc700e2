"""One verb for many rows: each is checked for reach and done by its operation; what was refused is told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.console.listing.asking import clean
from gongkai.console.listing.declaration import Listing
from gongkai.console.visit import Visit
from gongkai.organisations import access
from gongkai.organisations.refusals import Refused

MOST = 500


class BulkRefused(Refused):
    """Nothing was done, or not everything; what was ticked and typed is kept."""

    def __init__(self, message: str, picked: frozenset[str], reason: str) -> None:
        super().__init__(message)
        self.picked = picked
        self.reason = reason


def perform(listing: Listing, within: QuerySet[Any], posted: QueryDict, visit: Visit) -> str:
    """Do the posted verb for the ticked rows and say so. Raises BulkRefused, NotAllowed."""
    verb = next((one for one in listing.verbs if one.name == posted.get("verb", "")), None)
    picked = frozenset(map(clean, posted.getlist("pick")[:MOST]))
    reason = clean(posted.get("reason", ""))
    if verb is None:
        raise BulkRefused(_("请选择要办的事。"), picked, reason)
    access.check(visit.acting, verb.action, on=visit.on)
    if not picked:
        raise BulkRefused(_("还没有勾选任何一行，请先在列表里勾选。"), picked, reason)
    if not reason:
        raise BulkRefused(_("请写明理由，它会写入审计日志。"), picked, reason)
    done, refused = 0, []
    left = set()
    for row in within.filter(**{f"{listing.key_field}__in": picked}):
        try:
            verb.check(row, visit)
            verb.perform(row, reason, visit)
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
