"""The list of people, with locking many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.console import links, listing, wording
from gongkai.console.areas.people.verbs import PEOPLE_STARTS
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design.rows import Cell
from gongkai.organisations import operations, queries
from gongkai.organisations.models import ADMINISTRATORS, Appointment, Person, Role, valid_on


def _rows(here: RequestContext) -> QuerySet[Person]:
    """The people at bodies within reach; administrators also see those who hold no post."""
    held = Appointment.objects.filter(valid_on(here.on), person=OuterRef("pk"))
    reach = here.bodies_in_reach("person.view")
    seen = Q(Exists(held.filter(post__body__in=reach)))
    if here.acting.roles & ADMINISTRATORS:
        seen |= ~Q(Exists(held))
    return Person.objects.filter(seen)


def _posts(rows: Sequence[Any], here: RequestContext) -> None:
    """The posts of a page of people, and the names of their bodies, in a few queries."""
    held = list(queries.holding(here.on).filter(person__in=[row.pk for row in rows]))
    here.facts.learn(one.post.body for one in held)
    by_person: dict[int, list[Appointment]] = {}
    for one in held:
        by_person.setdefault(one.person_id, []).append(one)
    for row in rows:
        mine = by_person.get(row.pk, [])
        row.posts_now = "；".join(f"{here.facts.name(one.post.body)} {one.post.title}" for one in mine)
        roles = {role for one in mine for role in one.post.roles}
        row.roles_now = "、".join(str(role.label) for role in Role if role in roles)


def account_state(person: Person) -> Cell:
    """Whether the account can be used, and why not."""
    if not person.is_active:
        return Cell(_("已停用"), tag="error", note=person.lock_reason)
    if not person.has_usable_password():
        return Cell(_("未发密码"), tag="warn")
    if person.must_change_password:
        return Cell(_("初始密码未改"), tag="warn")
    return Cell(_("正常"), tag="ok")


def _narrow_state(rows: QuerySet[Person], state: str) -> QuerySet[Person]:
    if state == "locked":
        return rows.exclude(locked_at=None)
    if state == "none":
        return rows.filter(locked_at=None, password__startswith="!")  # noqa: S106 - Django's mark of none
    if state == "initial":
        return rows.filter(locked_at=None, must_change_password=True).exclude(password__startswith="!")  # noqa: S106
    return rows.filter(locked_at=None, must_change_password=False)


def _narrow_role(rows: QuerySet[Person], role: str) -> QuerySet[Person]:
    return rows.filter(appointments__post__granted__role=role).distinct()


PEOPLE = listing.Listing(
    name="people",
    title=gettext_lazy("人员"),
    noun=gettext_lazy("共%(count)s人"),
    rows=_rows,
    columns=(
        listing.Column(
            "name",
            gettext_lazy("姓名"),
            lambda row: Cell(row.name, href=links.to("person", row.public_id)),
            order="name",
        ),
        listing.Column("login", gettext_lazy("登录名"), lambda row: Cell(row.login), order="login"),
        listing.Column("posts", gettext_lazy("岗位"), lambda row: Cell(row.posts_now)),
        listing.Column("roles", gettext_lazy("角色"), lambda row: Cell(row.roles_now)),
        listing.Column("state", gettext_lazy("账号"), account_state),
        listing.Column(
            "created",
            gettext_lazy("建立时间"),
            lambda row: Cell(wording.instant(row.created_at), kind="time"),
            order="created_at",
            shown=False,
            plain=lambda row: row.created_at,
        ),
    ),
    order="login",
    key=lambda row: row.public_id,
    key_field="public_id",
    filters=(
        listing.Filter(
            "q",
            gettext_lazy("姓名或登录名"),
            lambda rows, text: rows.filter(Q(name__icontains=text) | Q(login__icontains=text)),
        ),
        listing.Filter("role", gettext_lazy("角色"), _narrow_role, choices=lambda here: Role.choices),
        listing.Filter(
            "state",
            gettext_lazy("账号"),
            _narrow_state,
            choices=lambda here: [
                ("active", _("正常")),
                ("none", _("未发密码")),
                ("initial", _("初始密码未改")),
                ("locked", _("已停用")),
            ],
        ),
    ),
    verbs=(
        listing.Bulk(
            "lock",
            gettext_lazy("停用账号"),
            "person.lock",
            gettext_lazy("立即退出登录，不能再登录；任职保留。"),
            lambda row, reason, here: operations.lock_person(person=row, reason=reason, act=here.act),
            danger=True,
        ),
        listing.Bulk(
            "unlock",
            gettext_lazy("启用账号"),
            "person.lock",
            gettext_lazy("可以用原来的密码登录。"),
            lambda row, reason, here: operations.unlock_person(person=row, reason=reason, act=here.act),
        ),
    ),
    prepare=_posts,
    empty=gettext_lazy("建立或者导入的人员会列在这里。"),
)


def people(request: HttpRequest) -> HttpResponse:
    """The list, and what is done to many at once."""
    return listing.page(request, PEOPLE, listing.Head(PEOPLE_STARTS.buttons(context_of(request))))


@require_GET
def people_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, PEOPLE)
