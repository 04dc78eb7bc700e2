"""Rows of stored files. The bytes lie in the data directory, addressed by their own digest."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.keys.fields import EncryptedText
from gongkai.records.keys.models import CaseKey


class StoredFile(models.Model):
    """A file that was accepted: public ones lie as given, equal bytes once; private ones under a case key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT, null=True, related_name="files")
    digest = models.CharField(_("存储内容的摘要"), max_length=64)
    algorithm = models.CharField(_("摘要算法"), max_length=10, default="sha256")
    size = models.PositiveBigIntegerField(_("字节数"))
    stored_size = models.PositiveBigIntegerField(_("存储字节数"))
    kind = models.CharField(_("种类"), max_length=10)
    public_name = models.CharField(_("文件名"), max_length=200, blank=True)
    private_name = EncryptedText(_("文件名（加密）"), null=True)
    stored_at = models.DateTimeField(_("存入时间"))
    stored_by = models.CharField(_("存入人"), max_length=64)

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=("digest",), name="stored_file_digest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(case_key__isnull=True, private_name__isnull=True)
                | models.Q(case_key__isnull=False, private_name__isnull=False, public_name=""),
                name="stored_file_is_public_or_private",
                violation_error_message=_("公开文件不加密，非公开文件连同文件名都加密。"),
            ),
            models.CheckConstraint(
                condition=models.Q(size__gte=1),
                name="stored_file_is_not_empty",
                violation_error_message=_("文件是空的，没有可以保存的内容。"),
            ),
        )

    def __str__(self) -> str:
        return self.public_name or str(self.pk)

    @property
    def public(self) -> bool:
        """Whether the bytes lie readable in the data directory."""
        return self.case_key_id is None

    @property
    def name(self) -> str:
        """The name as given; raises KeyDestroyed for a private file whose case key is gone."""
        return self.public_name if self.public else str(self.private_name)


class SecretRefusal(models.Model):
    """A refused file that bore a secrecy mark. Nothing of the file is kept, not even its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.CharField(_("标志"), max_length=20)
    kind = models.CharField(_("种类"), max_length=10)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    by_id = models.CharField(_("提交人标识"), max_length=64)
    by_name = models.CharField(_("提交人"), max_length=100)
    body = models.CharField(_("机关代码"), max_length=60, blank=True)
    body_name = models.CharField(_("机关名称"), max_length=200, blank=True)
    refused_at = models.DateTimeField(_("拒收时间"))
    handled_at = models.DateTimeField(_("处理时间"), null=True)
    handling = models.CharField(_("处理情况"), max_length=300, blank=True)

    class Meta:
        app_label = "records"
        ordering = ("-refused_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(handled_at__isnull=True, handling="")
                | models.Q(handled_at__isnull=False) & ~models.Q(handling=""),
                name="handled_refusal_says_how",
                violation_error_message=_("请写明如何处理，再标为已处理。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.mark} {self.refused_at:%Y-%m-%d}"
