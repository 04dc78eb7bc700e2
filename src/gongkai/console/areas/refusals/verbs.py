"""What is done about a refused file: say how it was dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import forms, wording
from gongkai.console.request_context import RequestContext
from gongkai.console.things import REFUSAL_THING
from gongkai.console.verbs import Verb, Verbs
from gongkai.records import files


class HandlingForm(django_forms.Form):
    """What was done about it."""

    handling = forms.reason(
        label=gettext_lazy("处理情况"),
        hint=gettext_lazy("例如：已联系提交人，按保密规定处理，报市保密局备案。"),
    )


def _facts(refusal: files.SecretRefusal, here: RequestContext) -> Sequence[dict[str, Any]]:
    return [
        {"label": _("标志"), "value": refusal.mark},
        {"label": _("提交人"), "value": refusal.by_name, "note": refusal.body_name},
        {"label": _("时间"), "value": wording.instant(refusal.refused_at)},
        {"label": _("文件摘要"), "value": refusal.sha256, "note": _("文件本身没有保存")},
    ]


REFUSAL_VERBS: Final = Verbs(
    REFUSAL_THING,
    (
        Verb(
            "handle",
            gettext_lazy("处理"),
            "secrecy_alert.view",
            lambda refusal, data, here: files.handle_refusal(refusal=refusal, **data, act=here.act),
            form=HandlingForm,
            title=gettext_lazy("处理拒收记录"),
            submit=gettext_lazy("记录处理情况"),
            done=gettext_lazy("处理情况已经记录。"),
            facts=_facts,
            path="",
        ),
    ),
    prefix="refusal",
)
