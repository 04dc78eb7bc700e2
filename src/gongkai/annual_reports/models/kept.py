"""Checks that a visitor asked to keep for a while."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptCheck(models.Model):
    """A reading somebody asked to keep under an address that cannot be guessed, until it expires."""

    token = models.CharField(_("地址"), max_length=43)
    created_at = models.DateTimeField(_("保存时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    figures = models.JSONField(_("数据"))
    kept_by = models.CharField(_("保存人"), max_length=100)

    class Meta:
        indexes = (models.Index(fields=("expires_at",), name="kept_check_expiry"),)
        constraints = (
            models.UniqueConstraint(
                fields=("token",),
                name="kept_check_token_is_unique",
                violation_error_message=_("这个地址已经用过了，请重新保存。"),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="kept_check_expires_later",
                violation_error_message=_("到期时间应晚于保存时间。"),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.token[:6]
