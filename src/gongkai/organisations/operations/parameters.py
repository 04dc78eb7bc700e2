"""Setting a parameter: a further row, from a day on, with a reason."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import parameters
from gongkai.organisations.kinds import PARAMETER
from gongkai.organisations.models import Body
from gongkai.organisations.models.parameters import Parameter
from gongkai.organisations.operations.checking import validated
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused


class NotPerBody(Refused):
    """The parameter is one for the whole deployment."""


@operation("parameter.set", gettext_lazy("修改设置"), of=PARAMETER, action="settings.change")
def set_parameter(
    *,
    name: str,
    value: parameters.Value,
    on: date,
    reason: str,
    body: Body | None = None,
    act: Act,
) -> Done[Parameter]:
    """From the day `on` the parameter has this value, for `body` and those below it, or for the deployment.

    Raises UnknownParameter, BadValue, NotPerBody, NotValid.
    """
    known = parameters.known(name)
    if body is not None and not known.per_body:
        raise NotPerBody(_("这项设置全市一致，不能按机构设置。"), "body")
    by, before = act.actor, parameters.resolve(name, on, body).value
    row = Parameter(
        name=name,
        body=body,
        value=known.checked(value),
        valid_from=on,
        set_at=act.at,
        set_by=" ".join(filter(None, (by.body_name, by.post, by.name))),
        reason=reason.strip(),
    )
    validated(row).save(force_insert=True)
    scope = {"body": body.code} if body else {}
    return Done(
        row,
        ObjectRef(PARAMETER.code, name, str(known.label)),
        before={"value": before},
        after={"value": row.value, "valid_from": on.isoformat(), **scope},
    )
