"""What somebody said or did, in a row of its own: who, when and why."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.acts import Act


class Attributed(models.Model):
    """A row that somebody added: who it was, under the name they bore then, when, and why.

    Such rows are only ever added; `attribution(act)` gives the columns for a new one.
    """

    by_id = models.CharField(_("经办人标识"), max_length=64)
    by_name = models.CharField(_("经办人"), max_length=100)
    at = models.DateTimeField(_("办理时间"))
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        abstract = True


def attribution(act: Act, reason: str = "") -> dict[str, Any]:
    """The columns of an Attributed row for an act, with its reason cut to the column."""
    return {
        "by_id": act.actor.id,
        "by_name": act.actor.name,
        "at": act.at,
        "reason": (reason.strip() or act.reason)[:300],
    }
