"""What marks a deployment as the demo city, and which accounts everybody may try."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models.people import Person


class DemoCity(models.Model):
    """The mark of a demo deployment, one row or none: without it nothing is ever emptied."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    base_day = models.DateField(_("基准日"))
    founded_at = models.DateTimeField(_("建立时间"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(id=1),
                name="one_demo_city",
                violation_error_message=_("演示城市已经建立。"),
            ),
        )

    def __str__(self) -> str:
        return str(self.base_day)


class DemoAccount(models.Model):
    """An account with the password that everybody knows; it opens nothing outside a demo deployment."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="demo_account", verbose_name=_("人员")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.person)
