"""The addresses of the API, relative to where the deployment mounts it; operations stand in their frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, path, re_path

from gongkai.api import views
from gongkai.api.frame import framed
from gongkai.api.resource import ResourceOperation
from gongkai.api.routes import OPERATIONS

app_name = "api"


def _operations() -> Iterator[URLPattern]:
    """The addresses of the operations, each answering for all of its methods; named for the first of them."""
    addresses: dict[str, dict[str, ResourceOperation]] = defaultdict(dict)
    for one in OPERATIONS.values():
        addresses[one.route.path][one.route.method] = one
    for address, methods in addresses.items():
        route = address.removeprefix("/").replace("{", "<").replace("}", ">")
        yield path(route, framed(methods), name=next(iter(methods.values())).name)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("openapi.json", views.openapi, name="openapi"),
    path("docs", views.docs, name="docs"),
    path("problems/<slug:slug>", views.problem, name="problem"),
    *_operations(),
    re_path(r"", views.nothing, name="nothing"),
]
