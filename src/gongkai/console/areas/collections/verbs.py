"""What is done to a collection: opening it, its name and days, its units, its files, closing and reopening
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection
from gongkai.console import forms, uploads
from gongkai.console.areas.collections import receiving, units
from gongkai.console.request_context import RequestContext
from gongkai.console.things import COLLECTION_THING
from gongkai.console.verbs import ListVerbs, Verb, Verbs
from gongkai.organisations import access
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body

PATTERN = gettext_lazy("退改函的编号，{year}是年份、{serial}是流水号；不填就用“%(pattern)s”。") % {
    "pattern": operations.DEFAULT_PATTERN
}
HALF = 6  # from July on one prepares for the report on this year, before it on the last
CONTACT = gettext_lazy("印在退改函末尾，例如：联系人：张某，电话：12345678。")


class ChangeForm(django_forms.Form):
    """What a collection is called, when it is due, how its letters are numbered and signed."""

    title = forms.text(gettext_lazy("名称"))
    due_on = forms.day(gettext_lazy("报送截止日期"))
    number_pattern = forms.text(gettext_lazy("退改函文号"), longest=80, required=False, hint=PATTERN)
    contact = forms.text(gettext_lazy("联系方式"), longest=200, required=False, hint=CONTACT)


class NewCollectionForm(ChangeForm):
    """A new collection."""

    year = forms.text(
        gettext_lazy("报告年度"), longest=4, hint=gettext_lazy("报告写的是哪一年的工作，例如 2026。")
    )
    body = forms.choice(gettext_lazy("收集单位"), [])
    field_order = ("title", "year", "body", "due_on", "number_pattern", "contact")

    def clean_year(self) -> int:
        """The year as a number."""
        text = str(self.cleaned_data["year"])
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise django_forms.ValidationError(_("请用四位数字填写年度，例如 2026。"))
        return int(text)


def _first_values(nobody: object, here: RequestContext) -> dict[str, Any]:
    """What the form of a new collection begins with: the report that one prepares for at this time."""
    year = here.on.year if here.on.month > HALF else here.on.year - 1
    bodies = _bodies(nobody, here)
    return {
        "title": _("%(year)s年度政府信息公开工作年度报告") % {"year": year},
        "year": str(year),
        "body": bodies[0][0] if bodies else "",
        "due_on": date(year + 1, 1, 31),
    }


def _open(nobody: object, data: dict[str, Any], here: RequestContext) -> Collection:
    body = Body.objects.get(code=data.pop("body"))
    return operations.open_collection(**data, body=body, act=here.act)


def _opened(nobody: object, data: dict[str, Any], made: Any) -> str:
    said = _("收集已经建立，应报%(count)s个单位；请核对名单，然后上传草稿。")
    return said % {"count": made.expected.count()}


def _bodies(nobody: object, here: RequestContext) -> list[tuple[str, str]]:
    """Bodies a collection may be opened for: those in reach that have others below them, one's own first."""
    reach = set(
        access.bodies_in_reach(here.acting, "collection.manage", here.on).values_list("pk", flat=True)
    )
    whole = organisations.tree(here.on)
    return [
        (node.code, node.name)
        for _depth, node in whole.walk()
        if node.id in reach and whole.children.get(node.id)
    ]


def _is_open(collection: Collection, here: RequestContext) -> None:
    operations.check_open(collection)


def _values(collection: Collection, here: RequestContext) -> dict[str, Any]:
    return {name: getattr(collection, name) for name in ("title", "due_on", "number_pattern", "contact")}


def _after_closing(collection: Collection, here: RequestContext) -> Sequence[str | Promise]:
    effect = [_("不再接收、审核、退回或者收录草稿；需要时可以恢复。")]
    if waiting := queries.counts(collection)["read"]:
        effect.append(_("还有%(count)s份草稿待审，结束后就不能办理了。") % {"count": waiting})
    return effect


def _received(collection: Collection, data: dict[str, Any], received: Any) -> str:
    return receiving.outcome(received)


COLLECTION_STARTS: Final = ListVerbs(
    "collections/",
    "collections",
    (
        Verb(
            "new",
            gettext_lazy("建立收集"),
            "collection.manage",
            _open,
            form=NewCollectionForm,
            title=gettext_lazy("建立年报收集"),
            submit=gettext_lazy("建立"),
            effect=[
                gettext_lazy("名单先按收集单位的全部下级机构列出（公共企事业单位除外），建立后可以调整。")
            ],
            done=_opened,
            initial=_first_values,
            choices={"body": _bodies},
            after=COLLECTION_THING.address,
        ),
    ),
    prefix="collection",
)
COLLECTION_VERBS: Final = Verbs(
    COLLECTION_THING,
    (
        Verb(
            "units",
            gettext_lazy("调整应报单位"),
            "collection.manage",
            lambda one, data, here: operations.set_expected(collection=one, **data, act=here.act),
            check=_is_open,
            done=lambda one, data, count: _("名单已经保存，应报%(count)s个单位。") % {"count": count},
            show=units.page,
        ),
        Verb(
            "change",
            gettext_lazy("修改名称、日期"),
            "collection.manage",
            lambda one, data, here: operations.change_collection(collection=one, **data, act=here.act),
            form=ChangeForm,
            title=gettext_lazy("修改“%(name)s”"),
            submit=gettext_lazy("保存"),
            done=gettext_lazy("已经保存。"),
            check=_is_open,
            initial=_values,
        ),
        Verb(
            "close",
            gettext_lazy("结束收集"),
            "collection.manage",
            lambda one, data, here: operations.close_collection(collection=one, act=here.act),
            title=gettext_lazy("结束“%(name)s”"),
            effect=_after_closing,
            done=gettext_lazy("收集已经结束。"),
            shown=lambda one, here: one.closed_at is None,
            danger=True,
        ),
        Verb(
            "reopen",
            gettext_lazy("恢复收集"),
            "collection.manage",
            lambda one, data, here: operations.reopen_collection(collection=one, act=here.act),
            title=gettext_lazy("恢复“%(name)s”"),
            effect=[gettext_lazy("又可以接收、审核、退回和收录草稿。")],
            done=gettext_lazy("收集已经恢复。"),
            shown=lambda one, here: one.closed_at is not None,
        ),
        # Those below have their places on the page of the collection, not among its buttons.
        Verb(
            "upload",
            gettext_lazy("上传年报草稿"),
            "collection.manage",
            lambda one, data, here: operations.receive_drafts(collection=one, **data, act=here.act),
            check=_is_open,
            done=_received,
            show=receiving.upload,
            wrap=uploads.many_files,
            offered=False,
        ),
        Verb(
            "resume",
            gettext_lazy("继续读取"),
            "collection.manage",
            lambda one, data, here: operations.resume_reading(collection=one, act=here.act),
            check=_is_open,
            done=gettext_lazy("已经放入后台，继续读取。"),
            at_once=True,
            offered=False,
        ),
        Verb(
            "match",
            gettext_lazy("选定草稿的单位"),
            "collection.manage",
            lambda one, data, here: operations.assign_unit(**data, act=here.act),
            check=_is_open,
            done=lambda one, data, done: _("已经选定%(count)s份草稿的单位。") % {"count": done},
            show=receiving.match,
            offered=False,
        ),
    ),
)
