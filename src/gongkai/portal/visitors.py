"""What visitors send to the portal's forms is counted, per address and for all of them together."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from gongkai.records.addresses import client_address
from gongkai.records.rates import count_request


def count_visitor(request: HttpRequest) -> None:
    """Count one form that was sent. Raises TooManyRequests."""
    at = timezone.now()
    count_request("visitor", client_address(request), at)
    count_request("visitors", "all", at)
