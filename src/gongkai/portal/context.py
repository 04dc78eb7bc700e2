"""What every portal page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`: the deployment's name, domain, identification code and owner."""
    return {"site": settings.GONGKAI_SITE}
