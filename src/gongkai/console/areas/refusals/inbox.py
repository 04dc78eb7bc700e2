"""Refused files that nobody has dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import wording
from gongkai.console.areas.refusals.verbs import REFUSAL_VERBS
from gongkai.console.inbox import MOST, Item, Source
from gongkai.console.request_context import RequestContext
from gongkai.records import files


def refusals(here: RequestContext) -> Iterator[Item]:
    """Files with a mark of secrecy that were refused and nobody has dealt with."""
    for refused in files.open_refusals()[:MOST]:
        day = timezone.localdate(refused.refused_at)
        yield Item(
            _("有人上传带“%(mark)s”标志的文件，已拒收") % {"mark": refused.mark},
            reverse("console:refusals"),
            refused.body_name or refused.by_name,
            day,
            note=wording.instant(refused.refused_at),
            verb=_("处理"),
            verb_href=REFUSAL_VERBS.address("handle", refused),
        )


SOURCES: Final = (Source("secrecy_alert.view", gettext_lazy("带密级标志而拒收的文件"), refusals),)
