"""A yearly collection of drafts: who should report, what was handed in, and what a person decided about it.

Files lie sealed under the key of their collection: what is not published yet is for the console alone.
Verdicts and edits are only ever added; the latest counts.
"""

from __future__ import annotations

from typing import TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE, DraftState
from gongkai.annual_reports.models.archive import AnnualReport
from gongkai.organisations.models import Body
from gongkai.records.attributed import Attributed
from gongkai.records.files.models import StoredFile
from gongkai.records.keys.models import CaseKey
from gongkai.records.letters.models import Letter
from gongkai.records.names import NameField


class Collection(models.Model):
    """The drafts on one year that one body collects from the units below it."""

    title = NameField(_("名称"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年度"))
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="report_collections", verbose_name=_("收集单位")
    )
    due_on = models.DateField(_("报送截止日期"))
    number_pattern = NameField(_("退改函文号"), max_length=80)
    contact = NameField(_("联系方式"), max_length=200, blank=True)
    case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT, related_name="+")
    reading_job = models.CharField(_("读取任务"), max_length=40, blank=True)
    opened_by = models.CharField(_("建立人"), max_length=100)
    opened_at = models.DateTimeField(_("建立时间"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        ordering = ("-year", "-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "year", "title"),
                name="one_collection_per_title",
                violation_error_message=_("这一年度已经有同名的收集，请换一个名称，或者打开已有的那一个。"),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2008, year__lte=2100),
                name="collection_year_is_since_2008",
                violation_error_message=_("年度应在2008年以后：政府信息公开年度报告从2008年度开始编制。"),
            ),
        )

    def __str__(self) -> str:
        return self.title


class ExpectedUnit(models.Model):
    """A body that should hand in a draft."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="expected")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("collection", "body"),
                name="a_unit_is_expected_once",
                violation_error_message=_("这个单位已经在名单里了。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.collection} {self.body}"


class ReturnBatch(models.Model):
    """Drafts that were sent back together: who asked for it, and which could not be sent back and why."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="batches")
    asked_at = models.DateTimeField(_("提交时间"))
    asked_by = models.JSONField(_("提交人"))
    note = models.CharField(_("附言"), max_length=500, blank=True)
    job = models.CharField(_("后台任务"), max_length=40, blank=True)
    refusals = models.JSONField(_("没有退回的"), default=list)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.collection} {self.asked_at:%Y-%m-%d %H:%M}"


class Draft(models.Model):
    """One file that was handed in, and what was read from it.

    `body` is the unit, None while nobody knows; `matched_by` says by what it was found. `reading` is
    Reading.as_json() as read, `paragraphs` its prose; edits are applied over it when it is shown. `errors`,
    `warnings` and `asks` count the findings that are not dismissed. `file` is None for a refused file.
    A newer draft of the same unit supersedes an older one, which is kept. One that is set aside (`aside`) is
    no draft of any unit. What may be done in which state stands in `lifecycle`; `revision` counts every step.
    """

    State: TypeAlias = DraftState

    class MatchedBy(models.TextChoices):
        NOTHING = "", _("未对应")
        PLACE = "place", _("正文")
        NAME = "name", _("文件名")
        HAND = "hand", _("人工选定")

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("收集")
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="report_drafts",
        null=True,
        blank=True,
        verbose_name=_("单位"),
    )
    matched_by = models.CharField(_("对应依据"), max_length=5, choices=MatchedBy.choices, blank=True)
    match_note = models.CharField(_("对应说明"), max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="supersedes", null=True, blank=True
    )
    path = models.CharField(_("文件"), max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    revision = models.PositiveIntegerField(_("改动次数"), default=0)
    reason = models.CharField(_("读不出、不采用的原因"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("读取次数"), default=0)
    reading = models.JSONField(_("读出的数据"), null=True, blank=True)
    paragraphs = models.JSONField(_("正文"), default=list)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    form = models.CharField(_("格式"), max_length=7, blank=True)
    errors = models.PositiveIntegerField(_("错误"), default=0)
    warnings = models.PositiveIntegerField(_("警告"), default=0)
    asks = models.PositiveIntegerField(_("请核"), default=0)
    unread_cells = models.PositiveIntegerField(_("未读"), default=0)
    received_by = models.CharField(_("上传人"), max_length=100)
    received_at = models.DateTimeField(_("上传时间"))
    read_at = models.DateTimeField(_("读取时间"), null=True, blank=True)
    settled_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    settled_by = models.CharField(_("办结人"), max_length=100, blank=True)
    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="drafts", null=True, blank=True
    )
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    batch = models.ForeignKey(
        ReturnBatch, on_delete=models.SET_NULL, related_name="drafts", null=True, blank=True
    )

    class Meta:
        ordering = ("collection", "path", "pk")
        indexes = (models.Index(fields=("collection", "state"), name="draft_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("collection", "body"),
                condition=Q(superseded_by=None),
                name="one_current_draft_per_unit",
                violation_error_message=_("这个单位已经有一份现行的草稿，请先核对用哪一份。"),
            ),
            DRAFT_LIFECYCLE.constraint("draft_state_is_known", _("草稿的状态不在可选范围内。")),
            models.CheckConstraint(
                condition=~Q(state__in=("unreadable", "aside")) | ~Q(reason=""),
                name="unreadable_draft_says_why",
                violation_error_message=_("请说明读不出或者不采用的原因。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(report__isnull=False, body__isnull=False),
                name="accepted_draft_is_archived",
                violation_error_message=_("收录的草稿应有单位，并已进入年报库。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(letter__isnull=False),
                name="returned_draft_has_a_letter",
                violation_error_message=_("退回草稿应有退改函。"),
            ),
        )

    def __str__(self) -> str:
        return self.path

    @property
    def current(self) -> bool:
        """Whether no newer draft of the unit has taken its place."""
        return self.superseded_by_id is None


class Verdict(Attributed):
    """What a person says of a finding, by its key. `open` takes an earlier verdict back."""

    class Says(models.TextChoices):
        CONFIRMED = "confirmed", _("属实")
        DISMISSED = "dismissed", _("不属实")
        OPEN = "open", _("撤回判断")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="verdicts")
    key = models.CharField(_("问题标识"), max_length=16)
    code = models.CharField(_("问题代码"), max_length=40)
    says = models.CharField(_("判断"), max_length=9, choices=Says.choices)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("key",), name="verdict_by_key"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(says="dismissed") | ~Q(reason=""),
                name="dismissal_has_a_reason",
                violation_error_message=_("请说明为什么不属实。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.says}"


class CellEdit(Attributed):
    """A correction by hand over what was read: a value, a blank, or back to what was read.

    `table`, `row` and `column` name the cell; empty table and row with the column `year` is the year of the
    report. `unit` is the unit of an amount where the form leaves it open.
    """

    class Kind(models.TextChoices):
        VALUE = "value", _("改为")
        BLANK = "blank", _("改为空白")
        AS_READ = "as_read", _("恢复原读数")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="edits")
    table = models.CharField(_("表"), max_length=10, blank=True)
    row = models.CharField(_("行"), max_length=40, blank=True)
    column = models.CharField(_("列"), max_length=40)
    kind = models.CharField(_("种类"), max_length=7, choices=Kind.choices)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=10, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="value", value__isnull=False)
                | Q(kind__in=("blank", "as_read"), value__isnull=True),
                name="edit_has_its_value",
                violation_error_message=_("请填写数值，或者选择空白。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="edit_has_a_reason",
                violation_error_message=_("请说明修改的理由。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"
