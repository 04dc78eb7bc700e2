"""第四十九条: departments report by 31 January, governments by 31 March; before 2019 all by 31 March."""

from datetime import date

import pytest

from gongkai.law.disclosure_regulation import Level, annual_report_due

COVERS = ("disclosure-2019/49", "disclosure-2007/31")


@pytest.mark.parametrize(
    ("year", "level", "last"),
    [
        # 县级以上人民政府部门应当在每年1月31日前公布上一年度报告（第一款）。
        (2025, "department", date(2026, 1, 31)),
        # 县级以上地方人民政府的主管部门应当在每年3月31日前公布本级政府上一年度报告（第二款）。
        (2025, "government", date(2026, 3, 31)),
        # The first reports under the 2019 Regulation are those of 2019.
        (2019, "department", date(2020, 1, 31)),
        # 2007年条例第三十一条: 31 March for everybody.
        (2018, "department", date(2019, 3, 31)),
        (2018, "government", date(2019, 3, 31)),
    ],
)
def test_last_day_of_the_report(year: int, level: Level, last: date) -> None:
    assert annual_report_due(year, level) == last
