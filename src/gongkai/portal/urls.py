"""The portal's addresses, made from the table of its pages."""

from django.urls import path

from gongkai.portal.pages import PAGES

urlpatterns = [path(page.route, page.view, name=page.name) for page in PAGES.values()]
