"""The addresses of the API, relative to where the deployment mounts it; operations stand in their frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, path, re_path

from gongkai.api import views
from gongkai.api.frame import framed
from gongkai.api.routes import ROUTES
from gongkai.api.schema import document
from gongkai.api.service import service

app_name = "api"


def _operations() -> Iterator[URLPattern]:
    """The addresses of the table of routes, each answering for all of its methods."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for name, route in ROUTES.items():
        names[route.path][route.method] = name
    known = {
        details["operationId"]: frozenset(
            parameter["name"] for parameter in details.get("parameters", []) if parameter["in"] == "query"
        )
        for methods in document()["paths"].values()
        for details in methods.values()
    }
    for router in service._get_bound_routers():
        for pattern in router.urls_paths(""):
            address = "/" + str(pattern.pattern).replace("<", "{").replace(">", "}")
            by_method = names[address]
            view = framed(pattern.callback, by_method, {name: known[name] for name in by_method.values()})
            yield path(str(pattern.pattern), view, name=pattern.name)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("openapi.json", views.openapi, name="openapi"),
    path("docs", views.docs, name="docs"),
    path("problems/<slug:slug>", views.problem, name="problem"),
    *_operations(),
    re_path(r"", views.nothing, name="nothing"),
]
