"""The area of one's own account: the entrance, claiming an account, the page of the account, its verbs."""

from typing import Final

from gongkai.console.areas.account import claims, entrance, page, verbs
from gongkai.console.pages import PUBLIC, SIGNED_IN, Area, Page

AREA: Final = Area(
    "account",
    "",
    begins="",
    pages=(
        Page("sign_in", PUBLIC, "sign-in/", entrance.sign_in),
        Page("sign_in_code", PUBLIC, "sign-in/code/", entrance.sign_in_code),
        Page("claim", PUBLIC, "claim/", claims.claim),
        Page("sign_out", SIGNED_IN, "sign-out/", entrance.sign_out),
        Page("choose_post", SIGNED_IN, "posts/", page.choose_post),
        Page("account", SIGNED_IN, "account/", page.account),
        Page("second_factor", SIGNED_IN, "account/second-factor/", page.second_factor),
        Page(
            "second_factor_picture", SIGNED_IN, "account/second-factor/code.svg", page.second_factor_picture
        ),
        *verbs.ACCOUNT_VERBS.pages(),
    ),
)
