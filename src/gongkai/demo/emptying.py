"""Emptying a demo so that it can be built anew: the one thing here that no journal survives.

It refuses unless the settings say that this is a demo, the deployment bears the demo's mark, and nobody in it
could be a real person.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.demo.building import Built, Progress, built, fill_archive, found_organisation, silent
from gongkai.organisations import demo
from gongkai.records.journal import triggers
from gongkai.records.refusals import Refused

# Django's own lists, written by migrations and by nobody else.
_KEPT = ("auth_", "django_content_type")


class CannotEmpty(Refused):
    """This deployment is no demo, or bears no mark of one."""


class RealPeople(CannotEmpty):
    """There are people who are not marked as invented."""


def check_can_empty() -> None:
    """Raise CannotEmpty or RealPeople unless everything in this deployment is the demo's."""
    if not demo.is_demo():
        raise CannotEmpty(_("这里是正式部署（设置了 GONGKAI_SITE_NAME），绝不清空。"))
    if demo.city() is None:
        raise CannotEmpty(
            _(
                "这里的数据不是由 gongkai demo 建立的，不能清空；"
                "请另设 DATABASE_URL 或者 GONGKAI_DATA，在那里建立演示城市。"
            )
        )
    people = demo.real_people()
    if people:
        raise RealPeople(
            _(
                "这里有%(count)s名未标明“演示”的人员（登录名%(logins)s），可能是真实人员，不能清空；"
                "确是试用时建立的，请先把姓名改为以“演示”开头，或者另设 GONGKAI_DATA 重新建立演示城市。"
            )
            % {"count": len(people), "logins": "、".join(person.login for person in people[:5])}
        )


def rebuild(*, at: datetime, progress: Progress = silent) -> Built:
    """Empty the demo and build it anew: whoever looks meanwhile sees the old city, then the new one, into
    which reports and drafts come one by one.

    Raises CannotEmpty, RealPeople.
    """
    demo.password_hash()
    with transaction.atomic():
        check_can_empty()
        _empty()
        found_organisation(at=at, reason=_("清空后重建"), progress=progress)
    fill_archive(base_day=localdate(at), at=at, progress=progress)
    return built()


def _empty() -> None:
    """Remove every row of every table but Django's own, the journal's too; its guards stand again after.

    Foreign keys are looked at when the transaction ends, so the order does not matter.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for table in tables:
            if not table.startswith(_KEPT):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of ours
    triggers.install(connection)
