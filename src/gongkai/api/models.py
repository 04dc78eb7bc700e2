"""What the API remembers of requests: answers kept for a repetition, and how often somebody asked lately."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """The answer to a request with an Idempotency-Key, written in the transaction of what it did.

    `token` is the public id of the token: a key belongs to it alone. `fingerprint` is the digest of method,
    address and body. A row without an answer is seen by nobody but its own transaction.
    """

    token = models.CharField(_("令牌编号"), max_length=16)
    key = models.CharField(_("幂等键"), max_length=255)
    fingerprint = models.CharField(_("请求摘要"), max_length=64)
    expires_at = models.DateTimeField(_("到期时间"))
    status = models.PositiveSmallIntegerField(_("状态码"), null=True)
    headers = models.JSONField(_("响应头"), default=dict)
    body = models.TextField(_("响应正文"), blank=True)

    class Meta:
        indexes = (models.Index(fields=("expires_at",), name="kept_answer_expiry"),)
        constraints = (
            models.UniqueConstraint(
                fields=("token", "key"),
                name="idempotency_key_is_used_once_per_token",
                violation_error_message=_("这个 Idempotency-Key 已经用过了。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.token} {self.key}"
