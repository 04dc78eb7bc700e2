"""Setting a parameter: a further row, from a day on, with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.organisations import parameters
from gongkai.organisations.models import Body
from gongkai.organisations.models.parameters import Parameter
from gongkai.organisations.operations.checking import validated
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused


class NotPerBody(Refused):
    """The parameter is one for the whole deployment."""


@transaction.atomic
def set_parameter(
    *,
    name: str,
    value: parameters.Value,
    on: date,
    reason: str,
    body: Body | None = None,
    by: Actor,
    at: datetime,
) -> Parameter:
    """From the day `on` the parameter has this value, for `body` and those below it, or for the deployment.

    Raises UnknownParameter, BadValue, NotPerBody, NotValid.
    """
    known = parameters.known(name)
    if body is not None and not known.per_body:
        raise NotPerBody(_("这项设置全市一致，不能按机构设置。"), "body")
    before = parameters.resolve(name, on, body).value
    row = Parameter(
        name=name,
        body=body,
        value=known.checked(value),
        valid_from=on,
        set_at=at,
        set_by=" ".join(filter(None, (by.body_name, by.post, by.name))),
        reason=reason.strip(),
    )
    validated(row).save(force_insert=True)
    scope = {"body": body.code} if body else {}
    journal.record(
        verb="parameter.set",
        object=ObjectRef("parameter", name, str(known.label)),
        by=by,
        at=at,
        before={"value": before},
        after={"value": row.value, "valid_from": on.isoformat(), **scope},
        reason=row.reason,
    )
    return row
