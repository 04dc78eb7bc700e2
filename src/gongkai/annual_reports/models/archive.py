"""The archive: places that report, their reports, each figure as a row, and the versions replaced."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.names import NameField


class Place(models.Model):
    """A body that reports: a province, city, county, town or department."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")
        TOWN = "town", _("乡级")
        DEPARTMENT = "department", _("部门")

    code = models.SlugField(_("代码"), max_length=60)
    name = NameField(_("名称"), max_length=100)
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
    """One place's report on one year. `figures` is Reading.as_json(); nothing of the text is kept.

    `version` counts from 1; a version that was replaced stays as an EarlierVersion.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="reports", verbose_name=_("地方"))
    year = models.PositiveSmallIntegerField(_("年度"))
    form = models.CharField(_("格式"), max_length=7)
    figures = models.JSONField(_("数据"))
    source_publisher = models.CharField(_("发布机构"), max_length=200, blank=True)
    source_title = models.CharField(_("原标题"), max_length=300, blank=True)
    source_site = models.CharField(_("来源网站"), max_length=200, blank=True)
    source_index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
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

    @property
    def code(self) -> str:
        """The report in addresses and in the journal: its place and its year."""
        return f"{self.place.code}/{self.year}"


class ArchivedFigure(models.Model):
    """One cell of an archived report, so that a cell can be asked for across places and years.

    Written with the report it belongs to and never by itself. `value` is empty where the cell is blank; a
    cell that could not be read has no row. `unit` is the unit of an amount, as written (万元).
    """

    report = models.ForeignKey(
        AnnualReport, on_delete=models.CASCADE, related_name="archived_figures", verbose_name=_("报告")
    )
    table = models.CharField(_("表"), max_length=10)
    row = models.CharField(_("行"), max_length=40)
    column = models.CharField(_("列"), max_length=40)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True)
    unit = models.CharField(_("单位"), max_length=10, blank=True)

    class Meta:
        indexes = (models.Index(fields=("table", "row", "column"), name="archived_figure_by_cell"),)
        constraints = (
            models.UniqueConstraint(
                fields=("report", "table", "row", "column"),
                name="one_figure_per_cell",
                violation_error_message=_("一份报告的同一个单元格只能有一个数字。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"


class EarlierVersion(models.Model):
    """What an archived report said before it was replaced by a corrected one; never changed again."""

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="earlier_versions", verbose_name=_("报告")
    )
    version = models.PositiveSmallIntegerField(_("版本"))
    form = models.CharField(_("格式"), max_length=7)
    figures = models.JSONField(_("数据"))
    source_publisher = models.CharField(_("发布机构"), max_length=200, blank=True)
    source_title = models.CharField(_("原标题"), max_length=300, blank=True)
    source_site = models.CharField(_("来源网站"), max_length=200, blank=True)
    source_index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    archived_by = models.CharField(_("收录人"), max_length=100)
    archived_at = models.DateTimeField(_("收录时间"))
    replaced_by = models.CharField(_("替换人"), max_length=100)
    replaced_at = models.DateTimeField(_("替换时间"))
    reason = models.CharField(_("替换原因"), max_length=300)

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=("report", "version"),
                name="one_row_per_earlier_version",
                violation_error_message=_("这一版已经保存过了。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="replacement_has_a_reason",
                violation_error_message=_("请说明替换的原因。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report} {self.version}"
