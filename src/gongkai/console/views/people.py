"""People: the list, with locking many at once, and the page of one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from gongkai.console import links, listing, offers, timeline, visit, wording
from gongkai.console.frame import draw
from gongkai.console.offers import Offer
from gongkai.console.visit import Visit
from gongkai.design import table
from gongkai.design.rows import Cell
from gongkai.organisations import access, operations, queries
from gongkai.organisations.accounts import second_factor, sessions
from gongkai.organisations.models import ADMINISTRATORS, Appointment, Person, Role, valid_on
from gongkai.records.actors import ObjectRef


def _rows(here: Visit) -> QuerySet[Person]:
    """The people at bodies within reach; administrators also see those who hold no post."""
    held = Appointment.objects.filter(valid_on(here.on), person=OuterRef("pk"))
    reach = access.bodies_in_reach(here.acting, "person.view", here.on)
    seen = Q(Exists(held.filter(post__body__in=reach)))
    if here.acting.roles & ADMINISTRATORS:
        seen |= ~Q(Exists(held))
    return Person.objects.filter(seen)


def _posts(rows: Sequence[Any], here: Visit) -> None:
    """The posts of a page of people, and the names of their bodies, in a few queries."""
    held = list(queries.holding(here.on).filter(person__in=[row.pk for row in rows]))
    names: dict[int, str] = {}
    for one in held:
        body = one.post.body
        if body.pk not in names:
            names[body.pk] = queries.name_of(body, here.on)
    by_person: dict[int, list[Appointment]] = {}
    for one in held:
        by_person.setdefault(one.person_id, []).append(one)
    for row in rows:
        mine = by_person.get(row.pk, [])
        row.posts_now = "；".join(f"{names[one.post.body_id]} {one.post.title}" for one in mine)
        roles = {role for one in mine for role in one.post.roles}
        row.roles_now = "、".join(str(role.label) for role in Role if role in roles)


def _state(person: Person) -> Cell:
    if not person.is_active:
        return Cell(_("已停用"), tag="error", note=person.lock_reason)
    if not person.has_usable_password():
        return Cell(_("未发密码"), tag="warn")
    if person.must_change_password:
        return Cell(_("初始密码未改"), tag="warn")
    return Cell(_("正常"), tag="ok")


def _check(action: str) -> Any:
    def check(person: Person, here: Visit) -> None:
        access.check_person(here.acting, action, person, on=here.on)

    return check


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
        listing.Column("state", gettext_lazy("账号"), _state),
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
            _check("person.lock"),
            danger=True,
        ),
        listing.Bulk(
            "unlock",
            gettext_lazy("启用账号"),
            "person.lock",
            gettext_lazy("可以用原来的密码登录。"),
            lambda row, reason, here: operations.unlock_person(person=row, reason=reason, act=here.act),
            _check("person.lock"),
        ),
    ),
    prepare=_posts,
    empty=gettext_lazy("建立或者导入的人员会列在这里。"),
)


def people(request: HttpRequest) -> HttpResponse:
    """The list, and what is done to many at once."""
    here = visit.of(request)
    wanted = (
        ("person.manage", "person_new", _("建立账号"), "primary"),
        ("person.import", "import_people", _("导入人员"), "secondary"),
    )
    verbs = [
        {"label": label, "href": reverse(f"console:{name}"), "kind": kind}
        for action, name, label, kind in wanted
        if here.may(action)
    ]
    return listing.page(request, PEOPLE, listing.Head(verbs))


@require_GET
def people_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, PEOPLE)


@require_safe
def person(request: HttpRequest, person: str) -> HttpResponse:
    """One person: account, posts now and before, what happened."""
    here = visit.of(request)
    subject: Person = here.subject
    state = _state(subject)
    see_sign_ins = here.may("session.view")
    facts = [
        {"label": _("登录名"), "value": subject.login},
        {"label": _("账号"), "value": state.text, "note": state.note},
    ]
    facts.append({"label": _("建立时间"), "value": wording.instant(subject.created_at)})
    if see_sign_ins:
        facts += [
            {"label": _("二次验证"), "value": _("已启用") if second_factor.enabled(subject) else _("未启用")},
            {"label": _("正在登录"), "value": str(sessions.open_ones(subject, here.at).count())},
        ]
    context = {
        "title": subject.name,
        "facts": facts,
        "appointments": _appointments(subject, here),
        "verbs": offers.offers(here, _offers(subject, here), subject.public_id, person=subject),
        "entries": (
            timeline.timeline_of(ObjectRef("person", subject.public_id, ""), here)
            if here.acting.roles & ADMINISTRATORS
            else None
        ),
    }
    return draw(request, "person", context)


def _offers(subject: Person, here: Visit) -> list[Offer]:
    lock = Offer(
        _("停用账号"),
        "person_lock",
        "person.lock",
        lambda: operations.check_can_lock_person(person=subject, by=here.by),
        danger=True,
    )
    unlock = Offer(_("启用账号"), "person_unlock", "person.lock")
    return [
        Offer(_("更正姓名"), "person_rename", "person.manage"),
        Offer(_("任命到岗位"), "person_appoint", "appointment.manage"),
        Offer(_("发放初始密码"), "person_password", "password.reset"),
        Offer(_("取消二次验证"), "person_second_factor", "password.reset"),
        Offer(_("强制退出登录"), "person_sign_out", "session.end"),
        lock if subject.is_active else unlock,
    ]


def _appointments(subject: Person, here: Visit) -> list[list[table.Cell]]:
    rows: list[list[str | table.Cell]] = []
    held = subject.appointments.select_related("post__body").prefetch_related("post__granted")
    for one in held.order_by("-valid_from"):
        body = one.post.body
        current = one.valid_from <= here.on and (one.valid_to is None or one.valid_to > here.on)
        end = ""
        if (one.valid_to is None or one.valid_to > here.on) and here.may("appointment.manage", body):
            end = reverse("console:appointment_end", args=[one.pk])
        rows.append(
            [
                table.Cell("label", one.post.title, last_label=True),
                table.Cell(
                    "data", queries.name_of(body, here.on), href=reverse("console:body", args=[body.code])
                ),
                "、".join(str(role.label) for role in sorted(one.post.roles)),
                one.valid_from.isoformat(),
                one.valid_to.isoformat() if one.valid_to else (_("至今") if current else ""),
                table.Cell("data", _("结束任职") if end else "", href=end),
            ]
        )
    return table.plain([_("岗位"), _("机构"), _("角色"), _("起"), _("止（不含）"), _("办理")], rows)
