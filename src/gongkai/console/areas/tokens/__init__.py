"""The area of tokens: their list, making one, revoking one."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.tokens import inbox, list, verbs
from gongkai.console.pages import Area, Page

AREA: Final = Area(
    "tokens",
    _("接口令牌"),
    begins="tokens",
    listings=(list.TOKENS,),
    inbox=inbox.SOURCES,
    pages=(
        Page("tokens", "token.manage", "tokens/", list.tokens),
        Page("tokens_export", "token.manage", "tokens/export/", list.export),
        *verbs.TOKEN_STARTS.pages(),
        *verbs.TOKEN_VERBS.pages(),
    ),
)
