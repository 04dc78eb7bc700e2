"""What signing in remembers: open sign-ins, failed attempts, old passwords, recovery codes, tokens."""

from __future__ import annotations

import uuid

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models.bodies import Body
from gongkai.organisations.models.people import Person, new_public_id
from gongkai.records.keys.fields import EncryptedText
from gongkai.records.keys.models import CaseKey
from gongkai.records.names import NameField


class KnownDevice(models.Model):
    """A browser in which a person signed in before. Only the digest of the secret in its cookie is kept."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="devices", verbose_name=_("人员")
    )
    digest = models.CharField(_("摘要"), max_length=64)
    known_since = models.DateTimeField(_("首次登录时间"))
    last_used_at = models.DateTimeField(_("最近登录时间"))

    class Meta:
        ordering = ("-last_used_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("digest",),
                name="known_device_digest_is_unique",
                violation_error_message=_("设备凭据重复，请重新登录。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.known_since:%Y-%m-%d}"


class SignIn(models.Model):
    """One sign-in, open until it ends. Only the digest of its secret is kept."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("人员")
    )
    digest = models.CharField(_("摘要"), max_length=64)
    device = models.ForeignKey(
        KnownDevice,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sign_ins",
        verbose_name=_("设备"),
    )
    signed_in_at = models.DateTimeField(_("登录时间"))
    last_seen_at = models.DateTimeField(_("最近使用时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    acting_for = models.ForeignKey(
        "organisations.Appointment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("当前岗位"),
    )

    class Meta:
        ordering = ("-signed_in_at", "-pk")
        indexes = (models.Index(fields=("person", "ended_at"), name="open_sign_ins"),)
        constraints = (
            models.UniqueConstraint(
                fields=("digest",),
                name="sign_in_digest_is_unique",
                violation_error_message=_("登录凭据重复，请重新登录。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.signed_in_at:%Y-%m-%d %H:%M}"


class BrowserSession(AbstractBaseSession):
    """A browser's session, known by the digest of its key and sealed (accounts.session_store)."""

    session_key = models.CharField(_("会话密钥的摘要"), max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.session_key[:8]


class FailedAttempts(models.Model):
    """Failures of one subject in one scope, known by keyed digest only, and until when it must wait.

    The scope says what the subject is: nothing typed into one field can count in the place of another.
    """

    class Scope(models.TextChoices):
        # what strangers can make fail
        LOGIN = "login", _("登录名")
        ADDRESS = "address", _("网络地址")
        CLAIM = "claim", _("领取账号的网络地址")
        TOGETHER = "together", _("网络地址（密码连同验证码）")
        # what only somebody with the password, the device or an open sign-in can make fail
        CODE = "code", _("验证码")
        PASSWORD = "password", _("现在的密码")
        DEVICE = "device", _("登录过的设备")
        DEVICE_CODE = "device_code", _("登录过的设备（验证码）")

    scope = models.CharField(_("范围"), max_length=12, choices=Scope.choices)
    digest = models.CharField(_("摘要"), max_length=64)
    failures = models.PositiveIntegerField(_("失败次数"), default=0)
    last_at = models.DateTimeField(_("最近失败时间"))
    wait_until = models.DateTimeField(_("暂停至"), null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("last_at",), name="failed_attempts_age"),)
        constraints = (
            models.UniqueConstraint(
                fields=("scope", "digest"),
                name="failed_attempts_are_counted_once",
                violation_error_message=_("计数重复，请重试。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.failures}"


class OldPassword(models.Model):
    """The hash of a password that was in use; the latest few may not come back."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="old_passwords", verbose_name=_("人员")
    )
    hash = models.CharField(_("密码散列"), max_length=128)
    set_at = models.DateTimeField(_("设置时间"))

    class Meta:
        ordering = ("-set_at", "-pk")

    def __str__(self) -> str:
        return f"{self.person} {self.set_at:%Y-%m-%d}"


class Authenticator(models.Model):
    """What the second factor's codes are made from; counts for nothing until it is confirmed.

    `drift` and `last_step` are in steps of 30 seconds: how far the device's clock was off, and the last step
    of which a code was used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="authenticator", verbose_name=_("人员")
    )
    case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT, related_name="+")
    secret = EncryptedText(_("密钥（加密）"))
    confirmed_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    drift = models.SmallIntegerField(_("时钟偏差"), default=0)
    last_step = models.BigIntegerField(_("最近用过的时间段"), default=-1)

    def __str__(self) -> str:
        return str(self.person)


class RecoveryCode(models.Model):
    """A code for one sign-in without the second factor, kept as a digest and good for one use."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="recovery_codes", verbose_name=_("人员")
    )
    digest = models.CharField(_("摘要"), max_length=64)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "digest"),
                name="recovery_code_is_unique",
                violation_error_message=_("恢复码重复，请重新生成。"),
            ),
        )

    def __str__(self) -> str:
        return self.digest[:6]


class ApiToken(models.Model):
    """What a machine shows to act for one body within its scopes. Only the digest is kept.

    One that is not `confirmed` (its scopes are an administrator's) is good for nothing yet.
    """

    public_id = models.CharField(_("令牌编号"), max_length=16, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("机构"))
    name = NameField(_("用途"), max_length=100)
    scopes = models.JSONField(_("授权范围"), default=list)
    confirmed = models.BooleanField(_("已经确认"), default=True)
    prefix = models.CharField(_("令牌开头"), max_length=12)
    digest = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("建立时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最近使用时间"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("public_id",),
                name="token_public_id_is_unique",
                violation_error_message=_("令牌编号重复，请重试。"),
            ),
            models.UniqueConstraint(
                fields=("digest",),
                name="token_digest_is_unique",
                violation_error_message=_("令牌重复，请重新生成。"),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="token_expires_later",
                violation_error_message=_("到期时间应晚于现在。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"
