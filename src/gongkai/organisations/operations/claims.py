"""How a person gets a password that nobody else ever sees: claim, approval, own choice.

At the entrance the person names their login and is shown a code; they tell it to the security administrator
of their body, in person or by telephone; the administrator approves it; then the same browser sets the
password. The administrator knows a code that opens nothing, the browser holds a secret that opens nothing
without the approval.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations.accounts import passwords, sessions
from gongkai.organisations.accounts.claims import LASTS, digest, find_claim, open_claims
from gongkai.organisations.kinds import ACCOUNT_CLAIM, PERSON
from gongkai.organisations.models import GUARDED_ROLES, AccountClaim, Person
from gongkai.organisations.operations.people import refuse_own
from gongkai.organisations.operations.posts import SecondPersonNeeded, roles_held_from
from gongkai.records.actors import PUBLIC, Actor
from gongkai.records.acts import ANYONE, Act, SystemAct
from gongkai.records.addresses import address_digests
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Invalid, Refused

MOST_OPEN: Final = 5  # claims of one account at the same time
_DIGITS: Final = 8


class NoSuchClaim(Invalid):
    """No open claim of this account has the code."""


class NotApproved(Refused):
    """The administrator has not approved the claim yet, or it is over."""


class TooManyClaims(Refused):
    """The account is claimed from too many browsers at once."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What the entrance shows and keeps: the code to tell, the secret of this browser, until when both are
    good.
    """

    code: str
    secret: str
    until: datetime


def begin_claim(*, login: str, at: datetime) -> Begun:
    """Claim the account of a login; for one that does not exist it looks the same, and leads nowhere.

    Raises TooManyClaims only after as many tries, whoever asks for whatever login (the caller counts
    addresses).
    """
    code = "".join(secrets.choice("0123456789") for _digit in range(_DIGITS))
    begun = Begun(f"{code[:4]}-{code[4:]}", secrets.token_urlsafe(32), at + LASTS)
    person = Person.objects.filter(login=login.strip().lower(), locked_at=None).first()
    if person is not None and open_claims(person, at).count() < MOST_OPEN:
        _begin(person=person, begun=begun, act=SystemAct(PUBLIC, at))
    return begun


@operation("person.account_claimed", gettext_lazy("提出领取账号"), of=PERSON, action=ANYONE)
def _begin(*, person: Person, begun: Begun, act: Act) -> Done[AccountClaim]:
    made = AccountClaim.objects.create(
        person=person, code=begun.code, secret=digest(begun.secret), asked_at=act.at
    )
    return Done(made, person)


def check_can_approve(*, person: Person, code: str, by: Actor) -> AccountClaim:
    """The open claim with this code; raises NoSuchClaim, OwnAccount."""
    refuse_own(person, by)
    typed = "".join(one for one in code if one.isdigit())
    for claim in AccountClaim.objects.filter(person=person, approved_at=None, used_at=None):
        if secrets.compare_digest(claim.code.replace("-", ""), typed):
            return claim
    raise NoSuchClaim(
        _("没有这个领取码：请与本人核对；领取码只在%(days)s天内有效，过期的请本人重新提出。")
        % {"days": LASTS.days},
        "code",
    )


@operation("person.claim_approved", gettext_lazy("核准本人设置密码"), of=PERSON, action="password.reset")
def approve_claim(*, person: Person, code: str, act: Act) -> Done[AccountClaim]:
    """Let the browser that shows this code set the person's password. Everything signed in stays until then.

    Raises NoSuchClaim, OwnAccount, SecondPersonNeeded.
    """
    claim = check_can_approve(person=person, code=code, by=act.actor)
    if not isinstance(act, SystemAct) and GUARDED_ROLES & roles_held_from(person, act.on):
        raise SecondPersonNeeded(_("这是管理员、审计员或者主管的账号，须由另一名管理员确认。"))
    if act.at - claim.asked_at > LASTS:
        raise NoSuchClaim(_("这个领取码已经过期，请本人重新提出。"), "code")
    claim.approved_at, claim.approved_by = act.at, act.actor.name
    claim.save(update_fields=("approved_at", "approved_by"))
    return Done(claim, person)


def _checked_password(*, secret: str, new: str, act: Act) -> str:
    claim = find_claim(secret, act.at)
    if claim is None or claim.approved_at is None:
        raise NotApproved(_("还没有核准，或者已经过期；请与本机构的安全保密管理员联系。"))
    passwords.check(new, claim.person)
    return make_password(new)


@prepared_operation(
    _checked_password,
    "person.password_set",
    gettext_lazy("本人设置密码"),
    of=ACCOUNT_CLAIM,
    action=ANYONE,
)
def set_claimed_password(
    hash: str, *, claim: AccountClaim, secret: str, new: str, address: str = "", act: Act
) -> Done[Person]:
    """Set the password of the account that this browser claimed; open sign-ins end, other claims are void.

    Raises NotApproved, WeakPassword.
    """
    if claim.secret != digest(secret) or claim.approved_at is None or claim.used_at is not None:
        raise NotApproved(_("还没有核准，或者已经过期；请与本机构的安全保密管理员联系。"))
    person = Person.objects.select_for_update(no_key=True).get(pk=claim.person_id)
    passwords.keep(person, hash, act.at)
    person.must_change_password = False
    person.save(update_fields=("must_change_password",))
    claim.used_at = act.at
    claim.save(update_fields=("used_at",))
    AccountClaim.objects.filter(person=person, used_at=None).delete()
    ended = sessions.end_all(person, act.at)
    return Done(person, person, after={"sign_ins_ended": ended}, digests=address_digests(address))
