"""The life of a draft: what may be done with it in which state, by whom, and on what ground.

A draft is read by the background, judged and corrected by people, then sent back or accepted. The newest
draft of a unit supersedes the one before, whatever its state; one that loses that place has it again.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.acts import INSIDE
from gongkai.records.lifecycle import Condition, Lifecycle, NotInThisState, Step, declare


class DraftState(models.TextChoices):
    """How far a draft is."""

    WAITING = "waiting", _("待读取")
    READ = "read", _("待审核")
    UNREADABLE = "unreadable", _("读不出")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已收录")
    ASIDE = "aside", _("不采用")


class CollectionClosed(NotInThisState):
    """The collection is closed; nothing in it changes until it is reopened."""


OPEN: Final = Condition(
    "open",
    _("收集没有结束"),
    lambda draft: draft.collection.closed_at is None,
    _("这次收集已经结束，不能再办理；确有需要的，请先恢复收集。"),
    CollectionClosed,
)
CURRENT: Final = Condition(
    "current",
    _("是单位的现行草稿"),
    lambda draft: draft.current,
    _("这个单位已经报送了新的版本，请在新的版本上办理。"),
)
SUPERSEDED: Final = Condition(
    "superseded",
    _("已由新版本取代"),
    lambda draft: not draft.current,
    _("这份草稿就是单位现行的草稿。"),
)
_S: Final = DraftState
# One that is set aside is no draft of any unit.
_OF_A_UNIT: Final = tuple(state for state in DraftState.values if state != DraftState.ASIDE)
_SUPERVISION, _SUBMISSION = (
    "《中华人民共和国政府信息公开条例》第三条",
    "《中华人民共和国政府信息公开条例》第四十九条",
)


def _settled(draft: Any) -> tuple[str, Any]:
    return draft.settled_by, draft.settled_at


DRAFT_LIFECYCLE: Final = declare(
    Lifecycle(
        "report_draft",
        _("年报草稿"),
        DraftState,
        initial=(_S.WAITING, _S.UNREADABLE),
        settled=_settled,
        steps=(
            Step("read", _("读出"), (_S.WAITING,), _S.READ, "collection.manage", _SUBMISSION),
            Step("find_unreadable", _("读不出"), (_S.WAITING,), _S.UNREADABLE, "collection.manage"),
            Step(
                "assign",
                _("选定单位"),
                (_S.WAITING, _S.READ, _S.UNREADABLE),
                None,
                "collection.manage",
                needs=(OPEN,),
            ),
            Step("judge", _("判断问题"), (_S.READ,), None, "draft.review", _SUPERVISION, (OPEN, CURRENT)),
            Step(
                "edit",
                _("修改数据"),
                (_S.READ,),
                None,
                "draft.review",
                _SUPERVISION,
                (OPEN, CURRENT),
                reason=_("请说明修改的理由（例如依据的台账、来函）。"),
            ),
            Step(
                "accept",
                _("收录"),
                (_S.READ,),
                _S.ACCEPTED,
                "draft.accept",
                _SUBMISSION,
                (OPEN, CURRENT),
            ),
            Step(
                "return",
                _("退回"),
                (_S.READ, _S.UNREADABLE),
                _S.RETURNED,
                "draft.return",
                _SUPERVISION,
                (OPEN, CURRENT),
                letter="report_return",
            ),
            Step(
                "set_aside",
                _("标为不采用"),
                (_S.WAITING, _S.READ, _S.UNREADABLE),
                _S.ASIDE,
                "collection.manage",
                needs=(OPEN,),
                reason=_("请说明为什么不采用这个文件。"),
            ),
            Step("supersede", _("由新版本取代"), _OF_A_UNIT, None, INSIDE, needs=(CURRENT,)),
            Step("restore", _("恢复为现行草稿"), _OF_A_UNIT, None, INSIDE, needs=(SUPERSEDED,)),
        ),
        sentences={
            _S.WAITING: _("这份草稿还没有读取，请等读取完成。"),
            _S.UNREADABLE: _("这份草稿没有读出，请退回重报，或者上传能读的版本。"),
            _S.RETURNED: _("这份草稿已经退回，不能再改；单位重新报送后请在新的版本上办理。"),
            _S.ACCEPTED: _("这份草稿已经收录，不能再改；单位重新报送后请在新的版本上办理。"),
            _S.ASIDE: _("这个文件已经标为不采用，不能再改；确是年报的，请重新上传。"),
        },
    )
)
