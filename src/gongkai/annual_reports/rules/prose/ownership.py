"""Whose a figure is: the words that begin its clause, its sentence or its paragraph.

Within a sentence the owner named last governs. Beyond it, only the paragraph's first owner reaches, and one
that began the sentence directly before; both only until another is named. Parts of a list (其中部门发布…) own
themselves alone and leave the owner of the whole in force.
"""

from __future__ import annotations

import re

from gongkai.annual_reports.rules.prose.drafts import ClaimDraft, Owner

_WIDE = re.compile(r"^(?:全|我|本|该)([省市县区旗州盟乡镇局委厅办院校]|街道|单位|机关|中心|系统)")


class Ownership:
    """Goes along a paragraph and says who governs."""

    def __init__(self) -> None:
        """Nobody is named yet."""
        self._owner: Owner | None = None
        self._lead: Owner | None = None
        self._sentence = -1

    def governs(self, draft: ClaimDraft) -> str:
        """Whose `draft` is, were it no part of another."""
        for owner in draft.owners:
            self._enter(owner.sentence)
            self._take(owner)
        self._enter(draft.sentence)
        if draft.head.whose:
            return draft.head.whose
        return self._owner.whose if self._owner else ""

    def keep(self, draft: ClaimDraft) -> None:
        """What `draft` names governs what follows: it is no part of another."""
        if draft.head.whose:
            self._take(Owner(draft.head.whose, draft.sentence, draft.fresh))

    def _enter(self, sentence: int) -> None:
        if sentence == self._sentence:
            return
        self._sentence = sentence
        owner = self._owner
        if owner is None or (self._lead and _same(owner, self._lead)):
            return
        if not (owner.firm and owner.sentence == sentence - 1 and not _WIDE.match(owner.whose)):
            self._owner = None

    def _take(self, owner: Owner) -> None:
        if self._owner is None and self._lead is None and owner.firm:
            self._lead = owner
        elif self._lead and not _same(owner, self._lead):
            self._lead = None
        self._owner = owner


def _same(one: Owner, other: Owner) -> bool:
    """Whether both name the same: 我市 and 全市 do."""
    left, right = _WIDE.match(one.whose), _WIDE.match(other.whose)
    return one.whose == other.whose or bool(left and right and left[1] == right[1])
