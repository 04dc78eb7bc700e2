"""The one table of this room: how many requests a subject made in its latest window."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestCount(models.Model):
    """How many requests a subject (a token, an address as a keyed digest, a whole site) made lately."""

    subject = models.CharField(_("对象"), max_length=80, primary_key=True)
    window = models.BigIntegerField(_("时段"))
    used = models.PositiveIntegerField(_("次数"))

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=("window",), name="request_count_age"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.used}"
