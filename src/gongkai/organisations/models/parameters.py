"""Values that a deployment, or a body in it, set for themselves: appended, never changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models.bodies import Body


class Parameter(models.Model):
    """From the day `valid_from` the parameter has this value, for one body and those below it, or for all.

    A later row for the same day goes before an earlier one: a mistake is corrected by a further row.
    """

    name = models.CharField(_("参数"), max_length=60)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("机构")
    )
    value = models.JSONField(_("值"), null=True, blank=True)
    valid_from = models.DateField(_("启用日期"))
    set_at = models.DateTimeField(_("设置时间"))
    set_by = models.CharField(_("设置人"), max_length=200)
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        ordering = ("name", "valid_from", "pk")
        indexes = (models.Index(fields=("name", "valid_from"), name="parameter_of_a_day"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="parameter_says_why",
                violation_error_message=_("请写明修改的理由。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"
