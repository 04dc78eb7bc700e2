"""Bodies as dated things: the identity stays, name, level and place in the tree are valid for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models.vocabulary import BodyKind, Level
from gongkai.records.dated import Dated, NoOverlap, ends_after_it_begins
from gongkai.records.names import NameField


class Body(models.Model):
    """A body's identity: it outlives every name. `code` is ours and permanent, and appears in addresses."""

    code = models.SlugField(_("机构代码"), max_length=40)
    kind = models.CharField(_("机构性质"), max_length=14, choices=BodyKind.choices)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=("code",),
                name="body_code_is_unique",
                violation_error_message=_("这个机构代码已经有了，请换一个。"),
            ),
            models.UniqueConstraint(
                fields=("credit_code",),
                condition=~Q(credit_code=""),
                name="body_credit_code_is_unique",
                violation_error_message=_("这个统一社会信用代码已经登记给另一个机构，请核对证书。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values),
                name="body_kind_is_known",
                violation_error_message=_("机构性质不在可选范围内，请重新选择。"),
            ),
        )

    def __str__(self) -> str:
        return self.code


class BodyVersion(Dated):
    """How a body is called and where it stands, from `valid_from` up to, but not on, `valid_to`."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="versions", verbose_name=_("机构"))
    name = NameField(_("名称"), max_length=100)
    short_name = NameField(_("简称"), max_length=40, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("上级机构"),
    )

    class Meta:
        ordering = ("body", "valid_from")
        indexes = (models.Index(fields=("parent", "valid_from"), name="body_version_children"),)
        constraints = (
            ends_after_it_begins("body_version_ends_after_it_begins", _("停用日期应晚于启用日期。")),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("body")),
                name="body_is_not_its_own_parent",
                violation_error_message=_("机构不能以自己为上级，请另选上级机构。"),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="body_level_is_known",
                violation_error_message=_("层级不在可选范围内，请重新选择。"),
            ),
            models.UniqueConstraint(
                # every open version without a parent has the same key, so there is room for one
                Coalesce("parent", 0),
                condition=Q(parent=None, valid_to=None),
                name="one_root_body",
                violation_error_message=_("已经有一个没有上级的机构；一个城市只能有一个，请填写上级机构。"),
            ),
            NoOverlap(
                group=("body",),
                name="body_versions_do_not_overlap",
                violation_error_message=_("这个机构在这段时间已有登记，请核对日期。"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    """A function (职能) that passes from body to body in reforms."""

    code = models.SlugField(_("职能代码"), max_length=60)
    name = NameField(_("职能"), max_length=100)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=("code",),
                name="function_code_is_unique",
                violation_error_message=_("这个职能代码已经有了，请换一个。"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """From the day `on`, the successor exercises functions of the predecessor: those named, or all the rest.

    国办公开办函〔2019〕14号: who exercises the function now answers for it, and applications go with it.
    """

    predecessor = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="successions", verbose_name=_("原机构")
    )
    successor = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="inheritances", verbose_name=_("承接机构")
    )
    on = models.DateField(_("承接日期"))
    functions = models.ManyToManyField(Function, blank=True, verbose_name=_("承接的职能"))
    ground = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor", "on"),
                name="one_succession_per_pair_and_day",
                violation_error_message=_("这两个机构在这一天的承接关系已经登记了。"),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="body_does_not_succeed_itself",
                violation_error_message=_("机构不能承接自己的职能，请另选承接机构。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} {self.on}"


class Site(models.Model):
    """A government site and the body that answers for it (国办发〔2017〕47号: one site a unit)."""

    domain = NameField(_("域名"), max_length=100)
    name = NameField(_("网站名称"), max_length=100)
    identification_code = models.CharField(_("网站标识码"), max_length=10, blank=True)
    owner = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="sites", verbose_name=_("主办单位")
    )

    class Meta:
        ordering = ("domain",)
        constraints = (
            models.UniqueConstraint(
                fields=("domain",),
                name="site_domain_is_unique",
                violation_error_message=_("这个域名已经登记了。"),
            ),
            models.UniqueConstraint(
                fields=("identification_code",),
                condition=~Q(identification_code=""),
                name="site_identification_code_is_unique",
                violation_error_message=_("这个网站标识码已经登记给另一个网站，请核对。"),
            ),
        )

    def __str__(self) -> str:
        return self.name
