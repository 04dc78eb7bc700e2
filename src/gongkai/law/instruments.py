"""The laws, regulations and notices that this program cites, each with the days on which it was in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


class UnknownInstrument(ValueError):
    """No registered instrument has this id or title; the message says which was asked for."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of a legal text. `in_force_to` is its last day in force (None: still in force).

    `sureness` is "S" where title, number and days were read in a source, "K" where any of them was not.
    """

    id: str
    title: str
    number: str
    issued_by: str
    promulgated: date
    in_force_from: date
    in_force_to: date | None = None
    sureness: Literal["S", "K"] = "S"
    short_titles: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """《…》 as a citation writes it; a version no longer in force carries its year: 《…》（2007年）.

        Versions of one text share a title, and their articles bear other rules under the same numbers.
        """
        return f"《{self.title}》" + (f"（{self.promulgated.year}年）" if self.in_force_to else "")

    def in_force(self, day: date) -> bool:
        """True if it was in force on `day`."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


_STATE_COUNCIL = "国务院"
_GENERAL_OFFICE = "国务院办公厅"
_DISCLOSURE_OFFICE = "国务院办公厅政府信息与政务公开办公室"
_CONGRESS = "全国人民代表大会"
_STANDING_COMMITTEE = "全国人民代表大会常务委员会"
_DISCLOSURE = "中华人民共和国政府信息公开条例"
_DISCLOSURE_SHORT = ("政府信息公开条例", "条例")
_REVIEW = "中华人民共和国行政复议法"
_REVIEW_SHORT = ("行政复议法",)
_LITIGATION = "中华人民共和国行政诉讼法"
_LITIGATION_SHORT = ("行政诉讼法",)

ALL: tuple[Instrument, ...] = (
    Instrument(
        "disclosure-2007",
        _DISCLOSURE,
        "国务院令第492号",
        _STATE_COUNCIL,
        date(2007, 4, 5),
        date(2008, 5, 1),
        date(2019, 5, 14),
        short_titles=_DISCLOSURE_SHORT,
    ),
    Instrument(
        "disclosure-2019",
        _DISCLOSURE,
        "国务院令第711号",
        _STATE_COUNCIL,
        date(2019, 4, 3),
        date(2019, 5, 15),
        short_titles=_DISCLOSURE_SHORT,
    ),
    Instrument(
        "fees-2020",
        "政府信息公开信息处理费管理办法",
        "国办函〔2020〕109号",
        _GENERAL_OFFICE,
        date(2020, 11, 17),
        date(2021, 1, 1),
        sureness="K",  # the day it took effect stands in an article that no source showed
        short_titles=("信息处理费管理办法",),
    ),
    Instrument(
        "report-format-2019",
        "中华人民共和国政府信息公开工作年度报告格式（试行）",
        "国办公开办函〔2019〕60号",
        _DISCLOSURE_OFFICE,
        date(2019, 11, 13),
        date(2019, 11, 13),
        date(2021, 9, 25),
        sureness="K",  # the number was read, the day was not
    ),
    Instrument(
        "report-format-2021",
        "中华人民共和国政府信息公开工作年度报告格式",
        "国办公开办函〔2021〕30号",
        _DISCLOSURE_OFFICE,
        date(2021, 9, 26),
        date(2021, 9, 26),
    ),
    Instrument(
        "review-1999",
        _REVIEW,
        "主席令第十六号",
        _STANDING_COMMITTEE,
        date(1999, 4, 29),
        date(1999, 10, 1),
        date(2023, 12, 31),
        sureness="K",
        short_titles=_REVIEW_SHORT,
    ),
    Instrument(
        "review-2023",
        _REVIEW,
        "主席令第九号",
        _STANDING_COMMITTEE,
        date(2023, 9, 1),
        date(2024, 1, 1),
        sureness="K",  # the text was read, the number of the order was not
        short_titles=_REVIEW_SHORT,
    ),
    Instrument(
        "litigation-1989",
        _LITIGATION,
        "主席令第十六号",
        _CONGRESS,
        date(1989, 4, 4),
        date(1990, 10, 1),
        date(2015, 4, 30),
        sureness="K",
        short_titles=_LITIGATION_SHORT,
    ),
    Instrument(
        "litigation-2014",
        _LITIGATION,
        "主席令第十五号",
        _STANDING_COMMITTEE,
        date(2014, 11, 1),
        date(2015, 5, 1),
        date(2017, 6, 30),
        sureness="K",
        short_titles=_LITIGATION_SHORT,
    ),
    Instrument(
        "litigation-2017",
        _LITIGATION,
        "主席令第七十一号",
        _STANDING_COMMITTEE,
        date(2017, 6, 27),
        date(2017, 7, 1),
        sureness="K",  # the text was read, the number of the order was not
        short_titles=_LITIGATION_SHORT,
    ),
    Instrument(
        "litigation-interpretation-2018",
        "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释",
        "法释〔2018〕1号",
        "最高人民法院",
        date(2018, 2, 6),
        date(2018, 2, 8),
        sureness="K",
        short_titles=("行诉解释",),
    ),
    Instrument(
        "civil-principles-1986",
        "中华人民共和国民法通则",
        "主席令第三十七号",
        _CONGRESS,
        date(1986, 4, 12),
        date(1987, 1, 1),
        date(2020, 12, 31),
        sureness="K",
        short_titles=("民法通则",),
    ),
    Instrument(
        "civil-code",
        "中华人民共和国民法典",
        "主席令第四十五号",
        _CONGRESS,
        date(2020, 5, 28),
        date(2021, 1, 1),
        sureness="K",  # the text was read, the number of the order was not
        short_titles=("民法典",),
    ),
    Instrument(
        "holidays-2013",
        "全国年节及纪念日放假办法",
        "国务院令第644号",
        _STATE_COUNCIL,
        date(2013, 12, 11),
        date(2014, 1, 1),
        date(2024, 12, 31),
        sureness="K",
        short_titles=("放假办法",),
    ),
    Instrument(
        "holidays-2024",
        "全国年节及纪念日放假办法",
        "国务院令第795号",
        _STATE_COUNCIL,
        date(2024, 11, 10),
        date(2025, 1, 1),
        short_titles=("放假办法",),
    ),
)

_BY_ID = {instrument.id: instrument for instrument in ALL}


def get(id: str) -> Instrument:
    """The instrument with this id. Raises `UnknownInstrument`."""
    try:
        return _BY_ID[id]
    except KeyError:
        raise UnknownInstrument(f"没有登记编号为“{id}”的法规。请先在 instruments 中登记。") from None


def named(title: str, on: date | None = None, year: int | None = None) -> Instrument:
    """The instrument of this title or short title.

    Versions of one text share their titles: `year` chooses the one promulgated in that year, `on` the one in
    force that day; without either the one not yet superseded is meant. Raises `UnknownInstrument`.
    """
    bearers = [each for each in ALL if title == each.title or title in each.short_titles]
    if not bearers:
        raise UnknownInstrument(f"没有登记名为《{title}》的法规。请写全称，或者先在 instruments 中登记。")
    if year is not None:
        fitting = [each for each in bearers if each.promulgated.year == year]
        if not fitting:
            raise UnknownInstrument(f"没有登记《{title}》{year}年公布的版本。请核对年份。")
        return fitting[0]
    fitting = [each for each in bearers if (each.in_force(on) if on else each.in_force_to is None)]
    if not fitting:
        when = on.isoformat() if on else "现在"
        raise UnknownInstrument(f"《{title}》在{when}没有施行中的版本。请核对日期。")
    return fitting[0]
