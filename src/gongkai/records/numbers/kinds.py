"""The kinds of this room: numbers without gaps, and the series they are taken from."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.kinds import Field, Kind, declare
from gongkai.records.numbers.models import Number, Series

NUMBER: Final = declare(
    Kind(
        "number",
        _("编号"),
        Number,
        name=lambda number, on: number.text,
        bodies=lambda number, on: (number.series.body,),
        related=("series",),
        fields=(
            Field("kind", _("种类")),
            Field("year", _("年度")),
            Field("serial", _("序号")),
        ),
    )
)
SERIES: Final = declare(
    Kind(
        "number_series",
        _("编号序列"),
        Series,
        bodies=lambda series, on: (series.body,),
        fields=(Field("last", _("已用到的序号")),),
    )
)
