"""Functions, who took them over in a reform, and the sites that bodies answer for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import queries
from gongkai.organisations.kinds import BODY, FUNCTION, SITE
from gongkai.organisations.models import Body, Function, Site, Succession
from gongkai.organisations.operations.checking import inserted, lock_tree, shadow, validated
from gongkai.records.acts import Act
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused
from gongkai.text import site_code


class NoSuchSuccessor(Refused):
    """The successor does not exist on the day it would take over."""


class NeverExisted(Refused):
    """The predecessor did not exist before that day: there is nothing to take over."""


class AlreadyTakenOver(Refused):
    """The function, or the rest, passes to another body on the same day."""


class BadSiteCode(Refused):
    """Not a site identification code."""


@operation("function.created", gettext_lazy("登记职能"), of=FUNCTION, action="body.manage")
def create_function(*, code: str, name: str, act: Act) -> Done[Function]:
    """Name a function, so that successions can say which passed. Raises NotValid."""
    function = inserted(Function(code=code, name=name))
    return Done(function, function, after={"name": function.name})


def check_can_record_succession(
    *, predecessor: Body, successor: Body, functions: Sequence[Function], on: date
) -> None:
    """Raise NeverExisted, NoSuchSuccessor or AlreadyTakenOver."""
    if not queries.history_of(predecessor).filter(valid_from__lt=on).exists():
        raise NeverExisted(
            _("%(body)s在%(day)s以前不存在，没有可以承接的职能，请核对机构和日期。")
            % {"body": queries.name_of(predecessor, on), "day": on.isoformat()},
            "predecessor",
        )
    if not queries.exists(successor, on):
        raise NoSuchSuccessor(
            _("承接机构%(body)s在%(day)s不存在，请先设立，或者核对日期。")
            % {"body": queries.name_of(successor, on), "day": on.isoformat()},
            "successor",
        )
    same_day = Succession.objects.filter(predecessor=predecessor, on=on).exclude(successor=successor)
    for other in same_day.prefetch_related("functions").select_related("successor"):
        taken = set(other.functions.all())
        clash = [function.name for function in functions if function in taken]
        if clash or (not taken and not functions):
            raise AlreadyTakenOver(
                _("%(what)s已登记由%(body)s自%(day)s起承接，请核对。")
                % {
                    "what": "、".join(clash) or _("其余职能"),
                    "body": queries.name_of(other.successor, on),
                    "day": on.isoformat(),
                },
                "functions",
            )


can_record_succession = shadow(check_can_record_succession)


@operation("body.succeeded", gettext_lazy("登记职能承接"), of=BODY, action="body.manage")
def record_succession(
    *,
    predecessor: Body,
    successor: Body,
    functions: Sequence[Function] = (),
    on: date,
    ground: str = "",
    act: Act,
) -> Done[Succession]:
    """From the day `on` the successor exercises these functions of the predecessor; none named: all the rest.

    The floors above read the journal and hand over what is open. Raises NeverExisted, NoSuchSuccessor,
    AlreadyTakenOver, NotValid.
    """
    lock_tree()
    check_can_record_succession(predecessor=predecessor, successor=successor, functions=functions, on=on)
    succession = inserted(Succession(predecessor=predecessor, successor=successor, on=on, ground=ground))
    succession.functions.set(functions)
    after = {
        "successor": successor.code,
        "successor_name": queries.name_of(successor, on),
        "functions": sorted(function.code for function in functions),
        "on": on.isoformat(),
        "ground": ground,
    }
    return Done(succession, BODY.ref(predecessor, on), after=after)


@operation("site.registered", gettext_lazy("登记网站"), of=SITE, action="site.manage")
def register_site(*, domain: str, name: str, identification_code: str, owner: Body, act: Act) -> Done[Site]:
    """Register a site and the body that answers for it. Raises BadSiteCode, NotValid."""
    site = Site(
        domain=domain.strip().lower(),
        name=name,
        identification_code=_compact_site_code(identification_code),
        owner=owner,
    )
    inserted(site)
    return Done(site, site, after=_site_state(site))


@operation("site.changed", gettext_lazy("更正网站登记"), of=SITE, action="site.manage")
def change_site(*, site: Site, name: str, identification_code: str, owner: Body, act: Act) -> Done[Site]:
    """Correct a site's name, code or owner. Raises BadSiteCode, NotValid."""
    before = _site_state(site)
    site.name, site.owner = name, owner
    site.identification_code = _compact_site_code(identification_code)
    validated(site).save()
    return Done(site, before=before, after=_site_state(site))


def _compact_site_code(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return site_code.validate(text)
    except site_code.SiteCodeError as problem:
        raise BadSiteCode(str(problem), "identification_code") from problem


def _site_state(site: Site) -> dict[str, object]:
    return {
        "name": site.name,
        "identification_code": site.identification_code,
        "owner": site.owner.code,
    }
