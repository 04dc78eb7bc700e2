"""The types of what views and Django's test client give back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

    # What the test client gives: a response with `json()`, `context` and the like.
    Response = _MonkeyPatchedWSGIResponse
else:
    Response = HttpResponse

# Of the test client, or of a view that was called.
AnyResponse = HttpResponse | Response

__all__ = ["AnyResponse", "Response"]
