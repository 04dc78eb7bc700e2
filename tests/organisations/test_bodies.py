"""Bodies are dated: the identity stays, what it is called and where it stands holds for a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.organisations import operations, queries
from gongkai.organisations.kinds import BODY
from gongkai.organisations.models import Body, BodyVersion, Site
from gongkai.organisations.operations import bodies, checking, reforms
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT, BEGAN, City, codes

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REFORM = date(2024, 3, 1)
EVE = REFORM - timedelta(days=1)


def test_a_renamed_body_keeps_its_old_name_on_the_days_before(city: City) -> None:
    operations.rename_body(body=city.education, name="云河市教育体育局", on=REFORM, act=SystemAct(SYSTEM, AT))
    assert queries.name_of(city.education, EVE) == "云河市教育局"
    assert queries.name_of(city.education, REFORM) == "云河市教育体育局"
    assert queries.name_of(city.education, BEGAN - timedelta(days=1)) == "云河市教育局"


def test_renamed_and_moved_on_one_day_it_has_one_new_version(city: City) -> None:
    operations.rename_body(body=city.school, name="东湖区第一中学", on=REFORM, act=SystemAct(SYSTEM, AT))
    operations.move_body(
        body=city.school, parent=city.district_education, on=REFORM, act=SystemAct(SYSTEM, AT)
    )
    [before, after] = queries.history_of(city.school)
    assert (before.name, before.parent, before.valid_to) == ("云河市第一中学", city.education, REFORM)
    assert (after.name, after.parent, after.valid_to) == ("东湖区第一中学", city.district_education, None)


def test_the_tree_is_that_of_the_stated_day(city: City) -> None:
    operations.move_body(
        body=city.school, parent=city.district_education, on=REFORM, act=SystemAct(SYSTEM, AT)
    )
    assert codes(queries.subtree(city.district, EVE)) == {"dhq", "dhjyj"}
    assert codes(queries.subtree(city.district, REFORM)) == {"dhq", "dhjyj", "yizhong"}
    assert codes(queries.ancestors(city.school, REFORM)) == {"dhjyj", "dhq", "szf"}
    assert not queries.subtree(city.root, BEGAN - timedelta(days=1)).exists()
    # 统计以年末为准：31 December decides
    walked = [(depth, node.code) for depth, node in queries.statistics_tree(2023).walk()]
    assert walked == [(0, "szf"), (1, "dhq"), (2, "dhjyj"), (1, "jyj"), (2, "yizhong"), (1, "wjw")]
    assert [node.code for node in queries.statistics_tree(2024).path(city.school.pk)] == [
        "szf",
        "dhq",
        "dhjyj",
        "yizhong",
    ]


def test_a_body_is_not_above_itself_on_any_day(city: City) -> None:
    with pytest.raises(bodies.Circle, match=r"云河市教育局.*云河市第一中学|云河市第一中学.*云河市教育局"):
        operations.move_body(body=city.education, parent=city.school, on=REFORM, act=SystemAct(SYSTEM, AT))
    version = queries.version_of(city.education, REFORM)
    assert version is not None and version.parent == city.root
    # nor on a day still to come, when the school will stand under the district
    operations.move_body(
        body=city.school, parent=city.district, on=date(2030, 1, 1), act=SystemAct(SYSTEM, AT)
    )
    with pytest.raises(bodies.Circle, match="2030-01-01"):
        operations.move_body(
            body=city.district, parent=city.school, on=date(2026, 1, 1), act=SystemAct(SYSTEM, AT)
        )


def test_a_parent_exists_on_every_day_of_its_children(city: City) -> None:
    with pytest.raises(bodies.NoSuchParent, match="2019-12-31"):
        operations.create_body(
            code="early",
            kind="department",
            name="早设局",
            level="department",
            parent=city.root,
            on=date(2019, 12, 31),
            act=SystemAct(SYSTEM, AT),
        )
    operations.close_body(body=city.school, on=REFORM, act=SystemAct(SYSTEM, AT))
    with pytest.raises(bodies.NoSuchParent):
        operations.move_body(body=city.health, parent=city.school, on=REFORM, act=SystemAct(SYSTEM, AT))


def test_a_body_with_bodies_below_is_not_closed(city: City) -> None:
    assert not operations.can_close_body(body=city.education, on=REFORM)
    with pytest.raises(bodies.HasChildren, match="云河市第一中学"):
        operations.close_body(body=city.education, on=REFORM, act=SystemAct(SYSTEM, AT))
    operations.move_body(body=city.school, parent=city.health, on=REFORM, act=SystemAct(SYSTEM, AT))
    operations.close_body(body=city.education, on=REFORM, act=SystemAct(SYSTEM, AT))
    assert queries.exists(city.education, EVE)
    assert not queries.exists(city.education, REFORM)
    assert queries.name_of(city.education, REFORM) == "云河市教育局"


def test_closing_ends_the_appointments_of_its_posts(city: City) -> None:
    acting = material.acting(city.school, "clerk")
    operations.close_body(body=city.school, on=REFORM, act=SystemAct(SYSTEM, AT))
    assert acting.person is not None
    assert queries.acting_choices(acting.person, EVE) != []
    assert queries.acting_choices(acting.person, REFORM) == []


def test_changes_are_registered_in_the_order_of_their_days(city: City) -> None:
    operations.rename_body(body=city.health, name="云河市卫健委", on=REFORM, act=SystemAct(SYSTEM, AT))
    with pytest.raises(bodies.LaterChangeKnown, match="2024-03-01"):
        operations.rename_body(body=city.health, name="云河市卫生局", on=EVE, act=SystemAct(SYSTEM, AT))
    with pytest.raises(bodies.NotInForce):
        operations.rename_body(
            body=city.health, name="云河市卫生局", on=date(2019, 1, 1), act=SystemAct(SYSTEM, AT)
        )
    with pytest.raises(bodies.NotInForce):
        operations.close_body(body=city.health, on=REFORM, act=SystemAct(SYSTEM, AT))


def test_there_is_one_root(city: City) -> None:
    with pytest.raises(checking.NotValid, match="只能有一个"):
        material.body("other", "另一个市", "city", None)
    assert queries.root(REFORM) == city.root


def test_a_code_is_taken_once(city: City) -> None:
    with pytest.raises(checking.NotValid, match="机构代码"):
        material.body("jyj", "另一个局", "department", city.root)


# GB 32100: the check character; and one code belongs to one body
def test_credit_codes_are_checked_and_unique(city: City) -> None:
    operations.change_credit_code(
        body=city.health, credit_code="1144 1700 0072 8042 0Y", act=SystemAct(SYSTEM, AT)
    )
    changed = queries.body("wjw")
    assert changed is not None and changed.credit_code == "11441700007280420Y"
    with pytest.raises(bodies.BadCreditCode, match="校验码"):
        operations.change_credit_code(
            body=city.education, credit_code="11441700007280420X", act=SystemAct(SYSTEM, AT)
        )
    with pytest.raises(checking.NotValid, match="统一社会信用代码"):
        operations.change_credit_code(
            body=city.education, credit_code="11441700007280420Y", act=SystemAct(SYSTEM, AT)
        )


# 国办发〔2017〕47号: ten characters, one site a unit
def test_site_codes_are_checked_and_unique(city: City) -> None:
    operations.register_site(
        domain="WWW.yunhe.example",
        name="云河市人民政府",
        identification_code="3406000012",
        owner=city.root,
        act=SystemAct(SYSTEM, AT),
    )
    site = queries.site("www.yunhe.example")
    assert site is not None and site.owner == city.root
    for domain, code, refusal in (
        ("a.yunhe.example", "34060", reforms.BadSiteCode),
        ("a.yunhe.example", "3406000012", checking.NotValid),
        ("www.yunhe.example", "", checking.NotValid),
    ):
        with pytest.raises(refusal):
            operations.register_site(
                domain=domain, name="甲", identification_code=code, owner=city.root, act=SystemAct(SYSTEM, AT)
            )


def test_the_time_line_tells_what_was_and_what_is(city: City) -> None:
    operations.rename_body(body=city.health, name="云河市卫健委", on=REFORM, act=SystemAct(SYSTEM, AT))
    entry = journal.timeline(BODY.ref(city.health, REFORM)).filter(verb="body.renamed").get()
    assert entry.before is not None and entry.after is not None
    assert entry.before["name"] == "云河市卫生健康委员会"
    assert (entry.after["name"], entry.after["valid_from"]) == ("云河市卫健委", "2024-03-01")


def version(body: Body, start: str, end: str | None, **changes: object) -> BodyVersion:
    values: dict[str, object] = {"name": "甲", "level": "department", "parent": None, **changes}
    return BodyVersion(
        body=body,
        valid_from=date.fromisoformat(start),
        valid_to=date.fromisoformat(end) if end else None,
        **values,
    )


FORBIDDEN = [
    ("body_versions_do_not_overlap", "2026-01-01", None, {}),
    ("body_versions_do_not_overlap", "2019-01-01", "2020-01-02", {}),
    ("body_version_ends_after_it_begins", "2019-01-01", "2019-01-01", {}),
    ("body_level_is_known", "2019-01-01", "2019-06-01", {"level": "county"}),
]


@pytest.mark.parametrize(("name", "start", "end", "changes"), FORBIDDEN)
def test_the_database_forbids_it_by_name_and_the_model_by_a_sentence(
    city: City, name: str, start: str, end: str | None, changes: dict[str, object]
) -> None:
    row = version(city.health, start, end, **{"parent": city.root, **changes})
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)
    constraint = next(found for found in BodyVersion._meta.constraints if found.name == name)
    with pytest.raises(ValidationError, match=str(constraint.violation_error_message)[:6]):
        constraint.validate(BodyVersion, row)


def test_periods_that_touch_do_not_overlap(city: City) -> None:
    version(city.health, "2019-01-01", "2020-01-01", parent=city.root).save(force_insert=True)


def test_an_update_may_not_make_an_overlap_either(city: City) -> None:
    earlier = version(city.health, "2018-01-01", "2019-01-01", parent=city.root)
    earlier.save(force_insert=True)
    with pytest.raises(IntegrityError, match="body_versions_do_not_overlap"), transaction.atomic():
        BodyVersion.objects.filter(pk=earlier.pk).update(valid_to=date(2021, 1, 1))
    BodyVersion.objects.filter(pk=earlier.pk).update(valid_to=date(2020, 1, 1))


def test_a_body_is_not_its_own_parent_says_the_database(city: City) -> None:
    row = version(city.health, "2018-01-01", "2019-01-01", parent=city.health)
    with pytest.raises(IntegrityError, match=r"body_is_not_its_own_parent"), transaction.atomic():
        row.save(force_insert=True)


def test_a_second_root_is_refused_by_the_database(city: City) -> None:
    BodyVersion.objects.filter(body=city.health).delete()
    with pytest.raises(IntegrityError, match=r"one_root_body"), transaction.atomic():
        version(city.health, "2026-01-01", None).save(force_insert=True)


def test_a_site_has_one_owner_and_no_body_goes_with_its_sites(city: City) -> None:
    site = operations.register_site(
        domain="www.yunhe.example",
        name="甲",
        identification_code="",
        owner=city.root,
        act=SystemAct(SYSTEM, AT),
    )
    operations.change_site(
        site=site, name="乙", identification_code="", owner=city.health, act=SystemAct(SYSTEM, AT)
    )
    assert Site.objects.get().owner == city.health
