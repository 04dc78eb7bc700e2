"""Who may collect drafts, judge them, send them back and accept them: rows of the table of actions.

Each is asked for the collecting body. The lead office's people work at the government itself; who supervises
a government reaches the collections of every body below it.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.organisations import access
from gongkai.organisations.access import Action, Reach
from gongkai.organisations.models import Role

OWN, SUBTREE = Reach.OWN, Reach.SUBTREE
_LED: Final = {Role.DISCLOSURE_OFFICER: OWN, Role.SUPERVISOR: SUBTREE}
_WORKED: Final = {**_LED, Role.CLERK: OWN}
_REVIEWED: Final = {**_WORKED, Role.REVIEWER: OWN}
_SEEN: Final = {**_REVIEWED, Role.LEGAL_REVIEWER: OWN}

TABLE: Final = (
    Action("collection.view", _("查看年报收集"), "business", _SEEN),
    Action("collection.manage", _("组织年报收集、上传草稿"), "business", _WORKED),
    Action("draft.review", _("审核年报草稿"), "business", _REVIEWED),
    Action("draft.return", _("退回年报草稿"), "business", _LED),
    Action("draft.accept", _("收录年报草稿"), "business", _LED),
    Action("report.archive", _("收录年度报告"), "business", _LED),
)

access.declare(*TABLE)
