"""What two administrators do together, and what a person claims for their own account."""

from __future__ import annotations

from typing import TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.lifecycle import CONFIRMATION_LIFECYCLE, ConfirmationState
from gongkai.organisations.models.bodies import Body
from gongkai.organisations.models.people import Person, new_public_id


class Confirmation(models.Model):
    """A grant or reset of an administrator, auditor or supervisor that one administrator asked for.

    Another of the three confirms it, and only then it happens. `arguments` holds identifiers and days alone.
    """

    State: TypeAlias = ConfirmationState

    class Request(models.TextChoices):
        APPOINTMENT = "appointment", _("任命到岗位")
        ROLES = "roles", _("调整岗位角色")
        ACTIVATION = "activation", _("核准本人设置密码")
        SECOND_FACTOR = "second_factor", _("取消二次验证")
        TOKEN = "token", _("建立接口令牌")

    public_id = models.CharField(_("编号"), max_length=16, default=new_public_id, editable=False, unique=True)
    request = models.CharField(_("事项"), max_length=14, choices=Request.choices)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("人员")
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    label = models.CharField(_("内容"), max_length=300)
    arguments = models.JSONField(_("参数"), default=dict)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    asked_by = models.CharField(_("提出人标识"), max_length=64)
    asked_by_name = models.CharField(_("提出人"), max_length=100)
    asked_roles = models.JSONField(_("提出人的角色"), default=list, blank=True)
    asked_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.PENDING)
    revision = models.PositiveIntegerField(default=0)
    decided_by = models.CharField(_("办理人"), max_length=100, blank=True)
    decided_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("state", "asked_at"), name="confirmation_by_state"),)
        constraints = (
            CONFIRMATION_LIFECYCLE.constraint(
                "confirmation_state_is_known", _("确认事项的状态不在可选范围内。")
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(decided_at__isnull=False),
                name="decided_confirmation_says_when",
                violation_error_message=_("办结的确认事项应有办理时间。"),
            ),
        )

    def __str__(self) -> str:
        return self.label


class AccountClaim(models.Model):
    """Somebody at the entrance says that an account is theirs, and shows a code to tell the administrator.

    Only the browser that began it (`secret` is the digest of what it holds) can set the password, and only
    after the administrator of the account's body approved the code: no password ever stands on another's
    screen.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="claims", verbose_name=_("人员")
    )
    code = models.CharField(_("领取码"), max_length=12)
    secret = models.CharField(_("摘要"), max_length=64, unique=True)
    asked_at = models.DateTimeField(_("提出时间"))
    approved_at = models.DateTimeField(_("核准时间"), null=True, blank=True)
    approved_by = models.CharField(_("核准人"), max_length=100, blank=True)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("person", "used_at"), name="open_account_claims"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(approved_at__isnull=False),
                name="used_claim_was_approved",
                violation_error_message=_("没有核准的领取码不能使用。"),
            ),
        )

    def __str__(self) -> str:
        return self.code
