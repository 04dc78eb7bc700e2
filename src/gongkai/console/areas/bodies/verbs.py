"""What is done to bodies, and from them to posts and sites."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import importing
from gongkai.console.areas.bodies import forms
from gongkai.console.request_context import RequestContext
from gongkai.console.things import BODY_THING, POST_THING
from gongkai.console.verbs import ListVerbs, Verb, Verbs
from gongkai.organisations import operations, queries
from gongkai.organisations.models import Body, Function, Person, Post


def bodies_of_the_day(on: date) -> list[tuple[str, str]]:
    """Every body of a day for a field of choices: code, name."""
    return [(node.code, f"{node.name}（{node.code}）") for node in queries.tree(on).nodes.values()]


def _bodies(thing: object, here: RequestContext) -> list[tuple[str, str]]:
    """Today's bodies; the very first body has no parent."""
    return bodies_of_the_day(here.on) or [("", _("没有上级（市政府）"))]


def _found(person: Person, data: dict[str, Any], here: RequestContext) -> str:
    parent = queries.body(data.pop("parent"))
    return BODY_THING.address(operations.create_body(**data, parent=parent, act=here.act))


def _move(body: Body, data: dict[str, Any], here: RequestContext) -> None:
    parent = queries.body(data["parent"])
    assert parent is not None  # noqa: S101 - one of the choices
    operations.move_body(body=body, parent=parent, level=data["level"], on=data["on"], act=here.act)


def _where_it_stands(body: Body, here: RequestContext) -> dict[str, Any]:
    version = here.facts.version(body)
    parent = version.parent.code if version and version.parent else ""
    return {"parent": parent, "level": version.level if version else "", "on": here.on}


def _what_closing_ends(body: Body, here: RequestContext) -> list[str]:
    holders = len(queries.holders_at(body, here.on))
    return [
        _("自撤销之日起，%(count)s项任职同时结束，任职人员不能再以它的名义办理。") % {"count": holders},
        _("它的接口令牌失效；已有的记录、文书保留。"),
        _("职能由别的机构承接的，请另行登记承接。"),
    ]


def _succeed(body: Body, data: dict[str, Any], here: RequestContext) -> None:
    """Name the new function where there is one, and record the succession: both or neither."""
    successor = queries.body(data["successor"])
    assert successor is not None  # noqa: S101 - one of the choices
    with transaction.atomic():
        functions = list(Function.objects.filter(code__in=data["functions"]))
        if data["new_function"]:
            number = Function.objects.count() + 1
            functions.append(
                operations.create_function(code=f"f{number}", name=data["new_function"], act=here.act)
            )
        operations.record_succession(
            predecessor=body,
            successor=successor,
            functions=functions,
            on=data["on"],
            ground=data["ground"],
            act=here.act,
        )


def _set_roles(post: Post, data: dict[str, Any], here: RequestContext) -> bool:
    """Set the roles, or ask another administrator; whether it waits for one."""
    waits = operations.needs_second_person(post=post, roles=data["roles"], on=here.on)
    perform = operations.ask_roles if waits else operations.set_roles
    perform(post=post, roles=data["roles"], on=here.on, act=here.act)
    return waits


def _check_change(body: Body, here: RequestContext) -> None:
    operations.check_can_change(body=body, on=here.on, facts=here.facts)


BODY_STARTS: Final = ListVerbs(
    "bodies/",
    "tree",
    (
        Verb(
            "new",
            gettext_lazy("设立机构"),
            "body.manage",
            _found,
            form=forms.NewBodyForm,
            submit=gettext_lazy("设立"),
            effect=[gettext_lazy("机构代码设立后不能修改。机构设立后，再设岗位、任命人员。")],
            done=lambda person, data, made: _("%(name)s已经设立。") % {"name": data["name"]},
            initial=lambda person, here: {"on": here.on, "parent": here.request.GET.get("parent", "")},
            choices={"parent": _bodies},
        ),
        Verb(
            "import",
            gettext_lazy("导入机构"),
            "body.import",
            view=importing.import_page(
                gettext_lazy("导入机构"),
                "tree",
                operations.check_import_bodies,
                operations.import_bodies,
            ),
            page="import_bodies",
        ),
    ),
    prefix="body",
)
BODY_VERBS: Final = Verbs(
    BODY_THING,
    (
        Verb(
            "rename",
            gettext_lazy("更名"),
            "body.manage",
            lambda body, data, here: operations.rename_body(body=body, **data, act=here.act),
            form=forms.RenameBodyForm,
            title=gettext_lazy("%(name)s更名"),
            effect=[gettext_lazy("原名称保留在沿革中；以前的文书、记录仍写原名称。")],
            done=lambda body, data, done: _("已登记：自%(on)s起名称为%(name)s。") % data,
            check=_check_change,
            initial=lambda body, here: {"name": here.facts.name(body), "on": here.on},
        ),
        Verb(
            "move",
            gettext_lazy("调整隶属或层级"),
            "body.manage",
            _move,
            form=forms.MoveForm,
            title=gettext_lazy("调整%(name)s的隶属或层级"),
            submit=gettext_lazy("调整"),
            effect=[
                gettext_lazy(
                    "下级机构随同调整。新上级机构的主管可以看到它的业务，原上级机构的主管自生效之日起不再看到。"
                )
            ],
            done=lambda body, data, done: _("已登记，自%(on)s起生效。") % data,
            check=_check_change,
            initial=_where_it_stands,
            choices={"parent": _bodies},
        ),
        Verb(
            "succession",
            gettext_lazy("登记职能承接"),
            "body.manage",
            _succeed,
            form=forms.SuccessionForm,
            title=gettext_lazy("%(name)s的职能由谁承接"),
            submit=gettext_lazy("登记承接"),
            effect=[gettext_lazy("自承接之日起，相应职能的未结申请移交承接机构，期限照旧计算。")],
            done=gettext_lazy("职能承接已经登记。"),
            initial=lambda body, here: {"on": here.on},
            choices={
                "successor": _bodies,
                "functions": lambda body, here: [(one.code, one.name) for one in Function.objects.all()],
            },
        ),
        Verb(
            "credit_code",
            gettext_lazy("更正信用代码"),
            "body.manage",
            lambda body, data, here: operations.change_credit_code(body=body, **data, act=here.act),
            form=forms.CreditCodeForm,
            title=gettext_lazy("更正统一社会信用代码"),
            submit=gettext_lazy("更正"),
            done=gettext_lazy("已经更正。"),
            initial=lambda body, here: {"credit_code": body.credit_code},
        ),
        Verb(
            "new_site",
            gettext_lazy("登记网站"),
            "site.manage",
            lambda body, data, here: operations.register_site(owner=body, **data, act=here.act),
            form=forms.SiteForm,
            submit=gettext_lazy("登记"),
            done=gettext_lazy("网站已经登记。"),
            page="site_new",
            path="sites/new/",
        ),
        Verb(
            "new_post",
            gettext_lazy("设立岗位"),
            "post.manage",
            lambda body, data, here: operations.create_post(body=body, **data, act=here.act),
            form=forms.PostForm,
            title=gettext_lazy("在%(name)s设立岗位"),
            effect=[gettext_lazy("任命到这个岗位的人，都有所选角色的权限。")],
            done=gettext_lazy("岗位已经设立，可以任命人员了。"),
            page="post_new",
            path="posts/new/",
        ),
        Verb(
            "close",
            gettext_lazy("撤销机构"),
            "body.manage",
            lambda body, data, here: operations.close_body(body=body, **data, act=here.act),
            form=forms.CloseForm,
            title=gettext_lazy("撤销%(name)s"),
            effect=_what_closing_ends,
            done=gettext_lazy("%(name)s已登记撤销。"),
            check=lambda body, here: operations.check_can_close_body(body=body, on=here.on, facts=here.facts),
            initial=lambda body, here: {"on": here.on},
            danger=True,
        ),
    ),
)
POST_VERBS: Final = Verbs(
    POST_THING,
    (
        Verb(
            "roles",
            gettext_lazy("调整角色"),
            "post.manage",
            _set_roles,
            form=forms.RolesForm,
            title=gettext_lazy("调整岗位“%(name)s”的角色"),
            submit=gettext_lazy("调整"),
            effect=[gettext_lazy("立即生效：现在任这个岗位的人，权限随之改变。")],
            done=lambda post, data, waits: (
                _("已经提交；由另外两类管理员之一确认后生效。") if waits else _("岗位的角色已经调整。")
            ),
            initial=lambda post, here: {"roles": [str(role) for role in post.roles]},
        ),
    ),
    prefix="post",
)
