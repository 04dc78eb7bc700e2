"""The area `account` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from gongkai.console.pages import PUBLIC, SIGNED_IN, Area, Page
from gongkai.console.views import account, claims, entrance

AREA: Final = Area(
    "account",
    "",
    begins="",
    pages=(
        Page("sign_in", PUBLIC, "sign-in/", entrance.sign_in),
        Page("sign_in_code", PUBLIC, "sign-in/code/", entrance.sign_in_code),
        Page("claim", PUBLIC, "claim/", claims.claim),
        Page("sign_out", SIGNED_IN, "sign-out/", entrance.sign_out),
        Page("choose_post", SIGNED_IN, "posts/", account.choose_post),
        Page("account", SIGNED_IN, "account/", account.account),
        Page("password", SIGNED_IN, "account/password/", account.password),
        Page("sign_out_everywhere", SIGNED_IN, "account/sign-out-everywhere/", account.sign_out_everywhere),
        Page("second_factor", SIGNED_IN, "account/second-factor/", account.second_factor),
        Page("second_factor_begin", SIGNED_IN, "account/second-factor/begin/", account.second_factor_begin),
        Page(
            "second_factor_picture",
            SIGNED_IN,
            "account/second-factor/code.svg",
            account.second_factor_picture,
        ),
        Page(
            "second_factor_remove", SIGNED_IN, "account/second-factor/remove/", account.second_factor_remove
        ),
        Page("recovery_codes", SIGNED_IN, "account/recovery-codes/", account.recovery_codes),
    ),
)
