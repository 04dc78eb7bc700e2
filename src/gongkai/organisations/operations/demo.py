"""The demo city's mark and its open accounts; both only where the settings say that this is a demo."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import demo
from gongkai.organisations.kinds import DEMO, PERSON
from gongkai.organisations.models import Body, DemoAccount, DemoCity, OldPassword, Person
from gongkai.organisations.operations.checking import shadow, validated
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused


class NotADemo(Refused):
    """This deployment serves a real site."""


class NotEmpty(Refused):
    """There are bodies or people already: they may be real."""


def check_can_found_demo_city() -> None:
    """Raise NotADemo or NotEmpty."""
    if not demo.is_demo():
        raise NotADemo(
            _("这里是正式部署（设置了 GONGKAI_SITE_NAME），不能建立演示城市；请另设数据库和数据目录。")
        )
    if demo.city() is not None or Body.objects.exists() or Person.objects.exists():
        raise NotEmpty(
            _("数据库中已经有机构或者人员，不能再建立演示城市；请另设 DATABASE_URL 或者 GONGKAI_DATA。")
        )


can_found_demo_city = shadow(check_can_found_demo_city)


@operation("demo.founded", gettext_lazy("建立演示城市"), of=DEMO, action="backup.make")
def found_demo_city(*, base_day: date, reason: str = "", act: Act) -> Done[DemoCity]:
    """Mark this deployment as the demo city, before anything else is in it. Raises NotADemo, NotEmpty."""
    check_can_found_demo_city()
    city = validated(DemoCity(base_day=base_day, founded_at=act.at))
    city.save(force_insert=True)
    return Done(city, ObjectRef(DEMO.code, "city", _("演示城市")), after={"base_day": base_day.isoformat()})


@prepared_operation(
    demo.password_hash,
    "person.demo_account_opened",
    gettext_lazy("开放演示账号"),
    of=PERSON,
    action="password.reset",
)
def open_demo_account(hash: str, *, person: Person, note: str = "", act: Act) -> Done[DemoAccount]:
    """Give an invented person the password that everybody knows. Raises NotADemo, NotValid (open already)."""
    if not demo.is_demo() or demo.city() is None or not person.name.startswith(demo.NAME_MARK):
        raise NotADemo(_("只有演示城市中标明“演示”的人员可以使用公开的演示密码。"))
    account = validated(DemoAccount(person=person, note=note))
    account.save(force_insert=True)
    person.password = hash
    person.must_change_password = False
    person.save(update_fields=("password", "must_change_password"))
    OldPassword.objects.create(person=person, hash=person.password, set_at=act.at)
    return Done(account, person, after={"note": note})
