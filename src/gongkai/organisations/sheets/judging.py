"""Whether the rows of an import fit together and fit what is there; the number of queries is constant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.organisations.accounts.logins import BadLogin, compact_login
from gongkai.organisations.models import Appointment, Body, BodyVersion, Person, Post, PostRole, Role
from gongkai.organisations.rules import Period, clash, first_gap
from gongkai.organisations.sheets.columns import ACCOUNTS, BODIES, PEOPLE, Sheet
from gongkai.organisations.sheets.reading import RowError, SheetRow
from gongkai.records.actors import Actor


def judge_bodies(rows: list[SheetRow]) -> tuple[list[SheetRow], list[RowError]]:
    """The rows with parents before children, and what is wrong."""
    errors = [*_repeated(rows, "code"), *_repeated(rows, "credit_code")]
    known = set(Body.objects.values_list("code", flat=True))
    credit_codes = set(Body.objects.exclude(credit_code="").values_list("credit_code", flat=True))
    periods: dict[str, list[Period]] = defaultdict(list)
    for code, start, end in BodyVersion.objects.values_list("body__code", "valid_from", "valid_to"):
        periods[code].append(Period(code, None, start, end))
    for row in rows:
        periods[row.values["code"]].append(Period(row.values["code"], None, row.values["on"], None))
    root_is_there = BodyVersion.objects.filter(parent=None, valid_to=None).exists()
    for row in rows:
        values = row.values
        if values["code"] in known:
            errors.append(row.error(BODIES, "code", _("这个机构代码已经有了，请换一个，或者删去这一行。")))
        if values["credit_code"] and values["credit_code"] in credit_codes:
            errors.append(row.error(BODIES, "credit_code", _("这个统一社会信用代码已经登记给另一个机构。")))
        if not values["parent"]:
            if root_is_there:
                errors.append(row.error(BODIES, "parent", _("只能有一个机构没有上级，请填写上级机构代码。")))
            root_is_there = True
            continue
        errors += _judge_parent(row, periods)
    ordered = _parents_first(rows, known)
    if not errors and len(ordered) < len(rows):
        placed = {row.number for row in ordered}
        errors += [
            row.error(BODIES, "parent", _("这些机构互为上下级，请核对上级机构代码。"))
            for row in rows
            if row.number not in placed
        ]
    return ordered, errors


def _judge_parent(row: SheetRow, periods: dict[str, list[Period]]) -> list[RowError]:
    parent, on = row.values["parent"], row.values["on"]
    if parent not in periods:
        words = _("没有代码为“%(parent)s”的机构，请核对，或者把它也列入本表。") % {"parent": parent}
        return [row.error(BODIES, "parent", words)]
    gap = first_gap(Period(row.values["code"], parent, on, None), periods[parent])
    if gap is not None:
        words = _("上级机构“%(parent)s”在%(day)s不存在，请调整日期或者上级。")
        return [row.error(BODIES, "parent", words % {"parent": parent, "day": gap.isoformat()})]
    return []


def _repeated(rows: list[SheetRow], key: str) -> list[RowError]:
    counts = Counter(row.values[key] for row in rows)
    return [
        row.error(BODIES, key, _("“%(text)s”在表中出现了不止一次。") % {"text": row.values[key]})
        for row in rows
        if row.values[key] and counts[row.values[key]] > 1
    ]


def _parents_first(rows: list[SheetRow], known: Iterable[str]) -> list[SheetRow]:
    """The rows that hang, through each other, on what is known; those in a circle are left out."""
    below: dict[str, list[SheetRow]] = defaultdict(list)
    for row in rows:
        below[row.values["parent"]].append(row)
    ordered: list[SheetRow] = []
    ready = ["", *sorted(known)]
    while ready:
        for row in below.pop(ready.pop(0), []):
            ordered.append(row)
            ready.append(row.values["code"])
    return ordered


def judge_accounts(rows: list[SheetRow]) -> list[RowError]:
    """What is wrong with the rows of accounts. Logins are made compact in place."""
    errors: list[RowError] = []
    taken = set(Person.objects.values_list("login", flat=True))
    bodies = set(Body.objects.values_list("code", flat=True))
    for row in rows:
        values = row.values
        try:
            values["login"] = compact_login(values["login"])
        except BadLogin as problem:
            errors.append(row.error(ACCOUNTS, "login", str(problem)))
            continue
        if values["login"] in taken:
            errors.append(row.error(ACCOUNTS, "login", _("这个登录名已经有人使用，或者在表中重复。")))
        taken.add(values["login"])
        if values["body"] not in bodies:
            words = _("没有代码为“%(body)s”的机构，请核对。") % {"body": values["body"]}
            errors.append(row.error(ACCOUNTS, "body", words))
    return errors


def judge_reach(rows: list[SheetRow], sheet: Sheet, key: str, reached: Collection[str]) -> list[RowError]:
    """The rows whose body (the column `key`; empty: none above it) lies beyond the reach of who imports.

    A body that the same sheet founds below one within reach is within reach too.
    """
    within, errors = set(reached), []
    for row in rows:  # parents stand before children
        if row.values[key] in within:
            within.add(row.values.get("code", ""))
        else:
            words = _("“%(body)s”不在您的管理范围内，请由该机构或者其上级机构的管理员导入。")
            errors.append(row.error(sheet, key, words % {"body": row.values[key] or _("（最高一级）")}))
    return errors


def judge_people(rows: list[SheetRow], by: Actor) -> list[RowError]:
    """What is wrong with the rows of posts and appointments. Logins are made compact in place.

    Accounts are opened by the system administrator before: a login that there is not is an error.
    """
    errors: list[RowError] = []
    people = {person.login: person for person in Person.objects.all()}
    bodies: dict[str, list[Period]] = defaultdict(list)
    for code, start, end in BodyVersion.objects.values_list("body__code", "valid_from", "valid_to"):
        bodies[code].append(Period(code, None, start, end))
    post_roles = _known_posts()
    held = _held()
    for row in rows:
        values = row.values
        try:
            values["login"] = compact_login(values["login"])
        except BadLogin as problem:
            errors.append(row.error(PEOPLE, "login", str(problem)))
            continue
        if not any(period.covers(values["on"]) for period in bodies.get(values["body"], ())):
            words = _("没有代码为“%(body)s”的机构，或者它在任职日期不存在。") % {"body": values["body"]}
            errors.append(row.error(PEOPLE, "body", words))
            continue
        errors += _judge_name(row, people, by)
        errors += _judge_post(row, post_roles)
        errors += _judge_appointment(row, post_roles, held)
    return errors


def _known_posts() -> dict[tuple[str, str], frozenset[str]]:
    roles: dict[tuple[str, str], set[str]] = {
        key: set() for key in Post.objects.values_list("body__code", "title")
    }
    for code, title, role in PostRole.objects.values_list("post__body__code", "post__title", "role"):
        roles[(code, title)].add(role)
    return {key: frozenset(found) for key, found in roles.items()}


Held = dict[str, list[tuple[tuple[str, str], date, date | None]]]


def _held() -> Held:
    """login → every post held: (body, title), from, to."""
    held: Held = defaultdict(list)
    columns = ("person__login", "post__body__code", "post__title", "valid_from", "valid_to")
    for login, code, title, start, end in Appointment.objects.values_list(*columns):
        held[login].append(((code, title), start, end))
    return held


def _judge_name(row: SheetRow, people: dict[str, Person], by: Actor) -> list[RowError]:
    login, name = row.values["login"], row.values["name"]
    known = people.get(login)
    if known is None:
        words = _("没有登录名为“%(login)s”的账号，请系统管理员先建立或者导入账号。")
        return [row.error(PEOPLE, "login", words % {"login": login})]
    if known.name != name:
        words = _("登录名“%(login)s”属于%(known)s，不是%(name)s，请核对。")
        return [row.error(PEOPLE, "name", words % {"login": login, "known": known.name, "name": name})]
    if by.kind == "person" and by.id == known.public_id:
        return [row.error(PEOPLE, "login", _("不能给自己任职，请由另一名安全保密管理员办理。"))]
    return []


def _judge_post(row: SheetRow, post_roles: dict[tuple[str, str], frozenset[str]]) -> list[RowError]:
    key, roles = (row.values["body"], row.values["post"]), frozenset(row.values["roles"])
    known = post_roles.get(key)
    if known is None:
        if not roles:
            return [row.error(PEOPLE, "roles", _("这是新设的岗位，请填写角色。"))]
        post_roles[key] = roles
        return []
    if roles and roles != known:
        labels = "、".join(str(Role(role).label) for role in sorted(known))
        words = _("这个岗位的角色是%(roles)s，与此处不同；请照填或者留空，需要调整的在岗位页面办理。")
        return [row.error(PEOPLE, "roles", words % {"roles": labels})]
    return []


def _judge_appointment(
    row: SheetRow, post_roles: dict[tuple[str, str], frozenset[str]], held: Held
) -> list[RowError]:
    login, on = row.values["login"], row.values["on"]
    key = (row.values["body"], row.values["post"])
    current = [one for one in held[login] if one[2] is None or one[2] > on]
    errors = []
    if any(one[0] == key for one in current):
        errors.append(row.error(PEOPLE, "post", _("这名人员已任这个岗位，请删去这一行。")))
    roles = {role for one in current for role in post_roles.get(one[0], ())}
    found = clash([*roles, *post_roles.get(key, ())])
    if found is not None:
        words = _("%(name)s不能同时是%(one)s和%(other)s：三员分立，也不兼任业务角色。") % {
            "name": row.values["name"],
            "one": Role(found.administrator).label,
            "other": Role(found.other).label,
        }
        errors.append(row.error(PEOPLE, "roles", words))
    held[login].append((key, on, None))
    return errors
