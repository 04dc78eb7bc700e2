"""Tokens of machines that are to be renewed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.inbox import MOST, SOON, Item, Source
from gongkai.console.request_context import RequestContext
from gongkai.organisations.models import ApiToken


def tokens(here: RequestContext) -> Iterator[Item]:
    """Tokens of machines that expire within a month."""
    reach = here.bodies_in_reach("token.manage")
    ending = ApiToken.objects.filter(
        body__in=reach, revoked_at=None, expires_at__gt=here.at, expires_at__lte=here.at + SOON
    )
    found = list(ending.select_related("body").order_by("expires_at")[:MOST])
    here.facts.learn(token.body for token in found)
    for token in found:
        yield Item(
            _("接口令牌即将到期：%(name)s") % {"name": token.name},
            reverse("console:tokens"),
            here.facts.name(token.body),
            timezone.localdate(token.expires_at),
            note=token.prefix,
            verb=_("换新"),
            verb_href=reverse("console:token_new"),
        )


SOURCES: Final = (Source("token.manage", gettext_lazy("一个月内到期的接口令牌"), tokens),)
