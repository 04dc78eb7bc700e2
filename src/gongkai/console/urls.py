"""The addresses of the console, relative to where the deployment mounts it; each behind its rule."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.console import areas
from gongkai.console.access import guarded
from gongkai.console.pages import PAGES, PUBLIC, Area, Page, register
from gongkai.console.views import site

app_name = "console"

register(*areas.ALL, Area("nowhere", "", (Page("nowhere", PUBLIC, "<path:rest>", site.nowhere),)))

urlpatterns: list[URLPattern] = [
    path(page.route, guarded(page.name, page.view), name=page.name) for page in PAGES.values()
]
