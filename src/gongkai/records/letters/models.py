"""Templates in versions, and the letters made of them. What a letter says stands only in its files."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.files.models import StoredFile
from gongkai.records.keys.models import CaseKey
from gongkai.records.numbers.models import Number


class LetterTemplate(models.Model):
    """A body's own template of one kind of letter; an empty `body` is the deployment's, for those without."""

    body = models.CharField(_("机关代码"), max_length=60, blank=True)
    kind = models.CharField(_("公文种类"), max_length=40)

    class Meta:
        app_label = "records"
        ordering = ("kind", "body")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "kind"),
                name="one_template_per_body_and_kind",
                violation_error_message=_("这个机关已经有这种公文的模板了，请修改它，不要另建。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.body}"


class TemplateVersion(models.Model):
    """What a template said from a day on; never changed, only followed. A withdrawn one ends it."""

    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(_("版本"))
    valid_from = models.DateField(_("启用日期"))
    parts = models.JSONField(_("内容"))
    withdrawn = models.BooleanField(_("停用"), default=False)
    reason = models.CharField(_("修改理由"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("修改时间"))
    made_by = models.CharField(_("修改人标识"), max_length=64)
    made_by_name = models.CharField(_("修改人"), max_length=100)

    class Meta:
        app_label = "records"
        ordering = ("template", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("template", "version"),
                name="template_version_is_made_once",
                violation_error_message=_("别人刚刚修改过这个模板，请在最新的版本上再改一次。"),
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1),
                name="template_versions_count_from_one",
                violation_error_message=_("模板的版本从1开始。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} v{self.version}"


class Letter(models.Model):
    """A letter that was issued: its number, its files, the version of the template it was made of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="letters")
    body = models.CharField(_("机关代码"), max_length=60)
    kind = models.CharField(_("公文种类"), max_length=40)
    number = models.OneToOneField(Number, on_delete=models.PROTECT, related_name="letter")
    on = models.DateField(_("成文日期"))
    case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT, null=True, related_name="letters")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    html = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    digests = models.JSONField(_("文件摘要"))
    issued_at = models.DateTimeField(_("制发时间"))
    issued_by = models.CharField(_("制发人标识"), max_length=64)
    issued_by_name = models.CharField(_("制发人"), max_length=100)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)

    class Meta:
        app_label = "records"
        ordering = ("-on", "-issued_at")
        indexes = (models.Index(fields=("body", "kind", "on"), name="letter_body_kind_day"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True, void_reason="")
                | models.Q(voided_at__isnull=False) & ~models.Q(void_reason=""),
                name="void_letter_has_reason",
                violation_error_message=_("作废公文要写明理由。"),
            ),
        )

    def __str__(self) -> str:
        return self.number.text
