"""Series of numbers and the numbers taken from them; a number is never deleted, only voided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """One run of serials: a body's numbers of one kind in one year. Its row is the lock."""

    body = models.CharField(_("机关代码"), max_length=60)
    kind = models.CharField(_("编号种类"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年份"))
    first = models.PositiveIntegerField(_("起始序号"), default=1)
    last = models.PositiveIntegerField(_("已用到的序号"), default=0)

    class Meta:
        app_label = "records"
        verbose_name = _("编号序列")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "kind", "year"),
                name="one_series_per_body_kind_and_year",
                violation_error_message=_("同一机关、同一种类、同一年份只有一个编号序列。"),
            ),
            models.CheckConstraint(
                condition=models.Q(first__gte=1) & models.Q(last__gte=models.F("first") - 1),
                name="series_counts_from_its_first",
                violation_error_message=_("序号从起始序号开始，逐个使用。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.kind} {self.year}"


class Number(models.Model):
    """A number as it was printed."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField(_("序号"))
    text = models.CharField(_("编号"), max_length=120)
    taken_at = models.DateTimeField(_("取号时间"))
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)

    class Meta:
        app_label = "records"
        ordering = ("series", "serial")
        indexes = (models.Index(fields=("text",), name="number_text"),)
        constraints = (
            models.UniqueConstraint(
                fields=("series", "serial"),
                name="number_is_taken_once",
                violation_error_message=_("这个序号已经用过了。"),
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(voided_at__isnull=True, void_reason="")
                    | models.Q(voided_at__isnull=False) & ~models.Q(void_reason="")
                ),
                name="void_number_has_reason",
                violation_error_message=_("作废编号要写明理由。"),
            ),
        )

    def __str__(self) -> str:
        return self.text
