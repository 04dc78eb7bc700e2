"""第二十六条: publish within 20 working days of formation or change."""

from datetime import date

from gongkai.law.disclosure_regulation import publication_due, publication_working_days

COVERS = ("disclosure-2019/26", "disclosure-2007/18")


# 自该政府信息形成或者变更之日起20个工作日内及时公开。
def test_twenty_working_days_from_formation() -> None:
    assert publication_due(date(2026, 2, 10)) == date(2026, 3, 16)
    assert publication_due(date(2026, 9, 18)) == date(2026, 10, 22)


def test_both_regulations_say_twenty() -> None:
    assert [entry.value for entry in publication_working_days.entries] == [20, 20]
    assert publication_working_days.on(date(2019, 5, 14)).citation.short == "第十八条"
    assert publication_working_days.on(date(2019, 5, 15)).citation.short == "第二十六条"
