"""The key of each case, wrapped. Private fields and private files of a case are sealed with it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records.keys import keyring
from gongkai.records.keys.rules.sealing import CannotOpen, open_bytes, seal_bytes


class KeyDestroyed(keyring.KeysRefused):
    """The key was destroyed when the retention ended; what it sealed can never be read again."""


class CaseKey(models.Model):
    """One key per case, wrapped by a version of the wrapping key; a destroyed one keeps only its dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    object_kind = models.CharField(gettext_lazy("对象种类"), max_length=40)
    object_id = models.CharField(gettext_lazy("对象标识"), max_length=64)
    wrapped = models.BinaryField(gettext_lazy("加密后的密钥"), null=True)
    wrapping_version = models.PositiveIntegerField(gettext_lazy("所用主密钥的版本"), null=True)
    created_at = models.DateTimeField(gettext_lazy("生成时间"))
    destroyed_at = models.DateTimeField(gettext_lazy("销毁时间"), null=True)

    class Meta:
        app_label = "records"
        indexes = (
            models.Index(fields=("wrapping_version",), name="case_key_wrapping_version"),
            models.Index(fields=("object_kind", "object_id"), name="case_key_object"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    wrapped__isnull=False, wrapping_version__isnull=False, destroyed_at__isnull=True
                )
                | models.Q(wrapped__isnull=True, wrapping_version__isnull=True, destroyed_at__isnull=False),
                name="case_key_is_whole_or_destroyed",
                violation_error_message=gettext_lazy("案件密钥要么完整，要么已经销毁。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}"

    @property
    def destroyed(self) -> bool:
        """Whether what it sealed is lost for good."""
        return self.wrapped is None

    def open(self) -> bytes:
        """The key itself; raises KeyDestroyed, or KeysUnusable where the key file does not fit."""
        if self.wrapped is None or self.wrapping_version is None:
            raise KeyDestroyed(_("这一案件的密钥已在保管期满后销毁，加密的内容不能再读取。"))
        wrapping = keyring.read().version(keyring.WRAPPING, self.wrapping_version)
        try:
            return open_bytes(wrapping.key, bytes(self.wrapped), associated=self._place())
        except CannotOpen as problem:
            raise keyring.KeyVersionUnknown(
                _("密钥文件与数据库不是同一套。请用这套数据的密钥备份恢复：gongkai keys restore 文件。")
            ) from problem

    def wrap(self, key: bytes, wrapping: keyring.KeyVersion) -> None:
        """Set the wrapped key; the caller saves."""
        self.wrapped = seal_bytes(wrapping.key, key, associated=self._place())
        self.wrapping_version = wrapping.version

    def _place(self) -> bytes:
        return b"case key\x00" + self.id.bytes
