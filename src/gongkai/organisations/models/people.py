"""People, the posts they hold for a time, and the roles of a post."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models.bodies import Body
from gongkai.organisations.models.vocabulary import Role
from gongkai.records.dated import Dated, NoOverlap, ends_after_it_begins
from gongkai.records.names import NameField


def new_public_id() -> str:
    """An identifier that says nothing about the person and cannot be counted up: 64 random bits."""
    return secrets.token_hex(8)


class Person(AbstractBaseUser):
    """Somebody with an account. What they may do comes from their posts alone; there is no superuser."""

    public_id = models.CharField(_("人员编号"), max_length=16, default=new_public_id, editable=False)
    login = models.CharField(_("登录名"), max_length=40)
    name = NameField(_("姓名"), max_length=60)
    created_at = models.DateTimeField(_("建立时间"))
    # Whose account it is while the person holds no post; None: the root's.
    home = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="accounts",
        null=True,
        blank=True,
        verbose_name=_("建立账号的机构"),
    )
    locked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    lock_reason = models.CharField(_("停用原因"), max_length=200, blank=True)
    must_change_password = models.BooleanField(_("下次登录须修改密码"), default=False)

    # Django's own column; the table of sign-ins says more.
    last_login = None

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("login",)
        constraints = (
            models.UniqueConstraint(
                fields=("public_id",),
                name="person_public_id_is_unique",
                violation_error_message=_("人员编号重复，请重试。"),
            ),
            models.UniqueConstraint(
                fields=("login",),
                name="person_login_is_unique",
                violation_error_message=_("这个登录名已经有人使用，请换一个。"),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may be used at all."""
        return self.locked_at is None


class Post(models.Model):
    """A post (岗位) of a body. Its roles decide what whoever holds it may do."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts", verbose_name=_("机构"))
    title = NameField(_("岗位"), max_length=60)

    class Meta:
        ordering = ("body", "title")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "title"),
                name="post_title_is_unique_in_body",
                violation_error_message=_("这个机构已有同名岗位，请换一个名称。"),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the post (prefetch `granted` before reading many)."""
        return frozenset(Role(row.role) for row in self.granted.all())


class PostRole(models.Model):
    """One role of one post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="granted", verbose_name=_("岗位"))
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("post", "role"),
                name="post_has_a_role_once",
                violation_error_message=_("这个岗位已有这个角色。"),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="role_is_known",
                violation_error_message=_("角色不在可选范围内，请重新选择。"),
            ),
        )

    def __str__(self) -> str:
        return self.role


class Appointment(Dated):
    """A person holds a post from `valid_from` up to, but not on, `valid_to`."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("人员")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("岗位")
    )
    # the same columns under the words of an appointment
    valid_from = models.DateField(_("任职日期"))
    valid_to = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        ordering = ("valid_from", "pk")
        constraints = (
            ends_after_it_begins("appointment_ends_after_it_begins", _("离任日期应晚于任职日期。")),
            NoOverlap(
                group=("person", "post"),
                name="appointments_do_not_overlap",
                violation_error_message=_("这名人员在这段时间已任这个岗位。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
