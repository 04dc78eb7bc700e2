"""The area `tokens` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.things import TOKEN_THING
from gongkai.console.views import tokens

AREA: Final = Area(
    "tokens",
    _("接口令牌"),
    begins="tokens",
    listings=(tokens.TOKENS,),
    pages=(
        Page("tokens", "token.manage", "tokens/", tokens.tokens),
        Page("tokens_export", "token.manage", "tokens/export/", tokens.export),
        Page("token_new", "token.manage", "tokens/new/", tokens.new),
        Page("token_revoke", "token.manage", "tokens/<slug:token>/revoke/", tokens.revoke, TOKEN_THING),
    ),
)
