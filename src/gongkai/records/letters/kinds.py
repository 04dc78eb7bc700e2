"""The kinds of this room: letters, and the templates they are made from."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.kinds import Field, Kind, declare
from gongkai.records.letters.models import Letter, LetterTemplate
from gongkai.records.letters.rules import kinds

LETTER: Final = declare(
    Kind(
        "letter",
        _("公文"),
        Letter,
        name=lambda letter, on: f"{kinds.kind(letter.kind).label} {letter.number.text}",
        bodies=lambda letter, on: (letter.body,),
        related=("number", "html", "case_key"),
        fields=(
            Field("kind", _("文种")),
            Field("on", _("成文日期")),
            Field("version", _("模板版本")),
            Field("public", _("公开"), {"True": _("是"), "False": _("否")}),
        ),
    )
)
LETTER_TEMPLATE: Final = declare(
    Kind(
        "letter_template",
        _("公文模板"),
        LetterTemplate,
        name=lambda template, on: kinds.kind(template.kind).label,
        bodies=lambda template, on: (template.body,),
        fields=(
            Field("body", _("机构")),
            Field("version", _("版本")),
            Field("valid_from", _("启用日期")),
        ),
    )
)
