"""Sessions for the console alone: no page of the portal or the API can read one, vary by one or set one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest


class ConsoleSessions(SessionMiddleware):
    """Django's sessions, below the path of the console; elsewhere a request has no attribute `session`.

    Under HTTPS the browser sends the session cookie everywhere (its name demands the path /), so it is this
    that keeps the portal's answers the same for everybody.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """Answer with a session or without."""
        if request.path_info.startswith(settings.GONGKAI_CONSOLE_PATH):
            return super().__call__(request)
        return self.get_response(request)
