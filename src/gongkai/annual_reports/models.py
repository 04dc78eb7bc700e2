"""Tables of annual reports: places, archived reports, and checks a visitor asked to keep for a while."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A body that reports: a province, city, county, town or department."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")
        TOWN = "town", _("乡级")
        DEPARTMENT = "department", _("部门")

    code = models.SlugField(_("代码"), max_length=60)
    name = models.CharField(_("名称"), max_length=100)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",),
                name="place_code_is_unique",
                violation_error_message=_("这个地方代码已经有了，请换一个。"),
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=("province", "city", "county", "town", "department")),
                name="place_level_is_known",
                violation_error_message=_("层级应为省级、市级、县级、乡级或者部门。"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class AnnualReport(models.Model):
    """One place's report on one year. `figures` is Reading.as_json(); nothing of the text is kept."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="reports", verbose_name=_("地方"))
    year = models.PositiveSmallIntegerField(_("年度"))
    form = models.CharField(_("格式"), max_length=7)
    figures = models.JSONField(_("数据"))
    source_publisher = models.CharField(_("发布机构"), max_length=200, blank=True)
    source_title = models.CharField(_("原标题"), max_length=300, blank=True)
    source_site = models.CharField(_("来源网站"), max_length=200, blank=True)
    source_index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    archived_by = models.CharField(_("收录人"), max_length=100)
    archived_at = models.DateTimeField(_("收录时间"))

    class Meta:
        ordering = ("-year", "place__code")
        constraints = (
            models.UniqueConstraint(
                fields=("place", "year"),
                name="one_report_per_place_and_year",
                violation_error_message=_("这个地方这一年度的报告已经收录了，不能重复收录。"),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=2008, year__lte=2100),
                name="report_year_is_since_2008",
                violation_error_message=_("年度应在2008年以后：政府信息公开年度报告从2008年度开始编制。"),
            ),
            models.CheckConstraint(
                condition=models.Q(form="pre2019", year__lte=2018)
                | models.Q(form="2019", year__gte=2019, year__lte=2020)
                | models.Q(form="2021", year__gte=2021),
                name="report_form_fits_year",
                violation_error_message=_(
                    "格式与年度不符：2019、2020年度用2019年格式，2021年度起用2021年格式。"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.year}"


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
