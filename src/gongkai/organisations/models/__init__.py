"""Tables of the organisation: bodies and their versions, people, posts, sign-ins, tokens."""

from gongkai.organisations.models.accounts import (
    ApiToken,
    Authenticator,
    BrowserSession,
    FailedAttempts,
    KnownDevice,
    OldPassword,
    RecoveryCode,
    SignIn,
)
from gongkai.organisations.models.bodies import Body, BodyVersion, Function, Site, Succession
from gongkai.organisations.models.demo import DemoAccount, DemoCity
from gongkai.organisations.models.grants import AccountClaim, Confirmation
from gongkai.organisations.models.parameters import Parameter
from gongkai.organisations.models.people import Appointment, Person, Post, PostRole
from gongkai.organisations.models.vocabulary import ADMINISTRATORS, GUARDED_ROLES, BodyKind, Level, Role
from gongkai.records.dated import valid_on

__all__ = [
    "ADMINISTRATORS",
    "GUARDED_ROLES",
    "AccountClaim",
    "ApiToken",
    "Appointment",
    "Authenticator",
    "Body",
    "BodyKind",
    "BodyVersion",
    "BrowserSession",
    "Confirmation",
    "DemoAccount",
    "DemoCity",
    "FailedAttempts",
    "Function",
    "KnownDevice",
    "Level",
    "OldPassword",
    "Parameter",
    "Person",
    "Post",
    "PostRole",
    "RecoveryCode",
    "Role",
    "SignIn",
    "Site",
    "Succession",
    "valid_on",
]
