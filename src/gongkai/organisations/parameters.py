"""What a deployment may decide for itself: one typed table, resolved body → its ancestors → deployment.

What the law leaves open (`law.practice`) stands here with the project's reading as its default and a mark.
Every value is dated: a case is judged by what held on its day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.dated import UNSURE
from gongkai.law.practice import SETTINGS, Practice
from gongkai.organisations import queries
from gongkai.organisations.models import Body
from gongkai.organisations.models.parameters import Parameter
from gongkai.records.refusals import Refused

Text = str | Promise
Value = str | int | bool | None


class UnknownParameter(LookupError):
    """The table has no such parameter: a mistake of the program."""


class BadValue(Refused):
    """The value is outside what the parameter takes."""


@dataclass(frozen=True, slots=True)
class Known:
    """One parameter. `default` is asked when no row says otherwise.

    `choices` makes it one of a few; else it is a whole number between `least` and `most`, or nothing where it
    may be `empty`. `tightens`: it may not go beyond its default, which the environment sets. `per_body`:
    whether a body may differ from the deployment. `mark`: 〔本项目理解〕.
    """

    name: str
    group: Text
    label: Text
    default: Callable[[], Value]
    note: Text = ""
    choices: Mapping[Value, Text] | None = None
    least: int = 0
    most: int = 0
    unit: Text = ""
    empty: bool = False
    tightens: bool = False
    per_body: bool = False
    mark: str = ""

    def checked(self, value: Value) -> Value:
        """The value; BadValue with a sentence where the parameter does not take it."""
        if self.choices is not None:
            if value not in self.choices:
                raise BadValue(_("请从列出的选项中选择。"), "value")
            return value
        if value is None and self.empty:
            return None
        bound = self.default() if self.tightens else self.most
        most = bound if type(bound) is int else self.most
        if type(value) is not int or not self.least <= value <= most:
            raise BadValue(
                _("请填写%(least)s至%(most)s之间的整数。") % {"least": self.least, "most": most}, "value"
            )
        return value

    def words(self, value: Value) -> str:
        """The value as a person reads it."""
        if self.choices is not None:
            return str(self.choices.get(value, value))
        return _("不另设") if value is None else f"{value}{self.unit}"


_PRACTICE = {setting.name: setting for setting in SETTINGS}
_READING = gettext_lazy("法律没有写明的做法")
_SIGN_IN = gettext_lazy("登录")
_NOT_BEYOND = gettext_lazy("只能比部署时设定的上限更严。")


def _of_law(name: str, **more: Any) -> Known:
    """A question that the law leaves open, with its words and default from `law.practice`."""
    setting = _PRACTICE[name]
    return Known(
        f"practice.{name}",
        _READING,
        setting.label,
        lambda: getattr(Practice(), name),
        note=setting.note,
        mark=UNSURE,
        per_body=True,
        **more,
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


KNOWN: Final[Mapping[str, Known]] = {
    one.name: one
    for one in (
        _of_law(
            "consultation_counts_from",
            choices={"dispatch": gettext_lazy("发出之日"), "receipt": gettext_lazy("对方收到之日")},
        ),
        _of_law("consultation_cap_days", least=0, most=60, unit=gettext_lazy("个工作日"), empty=True),
        _of_law("fee_restarts", choices={True: gettext_lazy("是"), False: gettext_lazy("否")}),
        _of_law(
            "regulation_by",
            choices={"receipt": gettext_lazy("按收到申请之日"), "restart": gettext_lazy("按重新起算之日")},
        ),
        Known(
            "session.idle_minutes",
            _SIGN_IN,
            gettext_lazy("多久不操作自动退出"),
            lambda: _minutes(settings.GONGKAI_SESSION_IDLE),
            least=5,
            most=120,
            tightens=True,
            note=_NOT_BEYOND,
            unit=gettext_lazy("分钟"),
        ),
        Known(
            "session.lifetime_hours",
            _SIGN_IN,
            gettext_lazy("登录后最长多久要重新登录"),
            lambda: _minutes(settings.GONGKAI_SESSION_LIFETIME) // 60,
            least=1,
            most=24,
            tightens=True,
            note=_NOT_BEYOND,
            unit=gettext_lazy("小时"),
        ),
        Known(
            "session.at_once",
            _SIGN_IN,
            gettext_lazy("一个账号最多同时在几处登录"),
            lambda: settings.GONGKAI_SESSIONS_AT_ONCE,
            least=1,
            most=10,
            tightens=True,
            note=_NOT_BEYOND,
            unit=gettext_lazy("处"),
        ),
    )
}


def known(name: str) -> Known:
    """The parameter of this name. Raises UnknownParameter."""
    try:
        return KNOWN[name]
    except KeyError:
        raise UnknownParameter(f"{name!r} is in no table of parameters") from None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value with where it comes from: a row, or the default."""

    value: Value
    row: Parameter | None = None


def resolve(name: str, on: date, body: Body | None = None) -> Resolved:
    """What holds for a body on a day: its own value, its nearest ancestor's, the deployment's, the default.

    Raises UnknownParameter.
    """
    parameter = known(name)
    rows = list(Parameter.objects.filter(name=name, valid_from__lte=on).order_by("valid_from", "pk"))
    latest = {row.body_id: row for row in rows}
    above = (
        [node.id for node in queries.tree(on).path(body.pk)[::-1]] if body and set(latest) - {None} else []
    )
    for place in [*([body.pk] if body else []), *above, None]:
        if place in latest:
            return Resolved(latest[place].value, latest[place])
    return Resolved(parameter.default())


def value(name: str, on: date, body: Body | None = None) -> Value:
    """As `resolve`, the value alone."""
    return resolve(name, on, body).value


def values(prefix: Literal["practice", "session"], on: date) -> dict[str, Value]:
    """The deployment's values of a whole group on a day, by their last names, in one query."""
    rows = Parameter.objects.filter(name__startswith=f"{prefix}.", body=None, valid_from__lte=on)
    found: dict[str, Value] = dict(rows.order_by("valid_from", "pk").values_list("name", "value"))
    return {
        name.partition(".")[2]: found[name] if name in found else one.default()
        for name, one in KNOWN.items()
        if name.startswith(f"{prefix}.")
    }


def practice(on: date, body: Body | None = None) -> Practice:
    """How a body reads what the law leaves open, as the reply clock takes it."""
    chosen: dict[str, Any] = {name: value(f"practice.{name}", on, body) for name in _PRACTICE}
    return Practice(**chosen)


def history(name: str) -> list[Parameter]:
    """Every row of a parameter, the latest first."""
    return list(Parameter.objects.filter(name=name).select_related("body").order_by("-pk"))
