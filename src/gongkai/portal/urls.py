"""The portal's addresses; each has its access rule and page tags in `gongkai.portal.pages`."""

from django.urls import path

from gongkai.portal import reading
from gongkai.portal.views import home, site

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/", home.home, name="archive"),
    path("check/", home.home, name="check"),
    path("deadline/", home.home, name="deadline"),
    path("law/", home.home, name="law"),
    path("design/", site.gallery, name="gallery"),
    path("design/<slug:digest>.css", site.stylesheet, name="stylesheet"),
    path("preferences/", reading.preferences, name="preferences"),
    path("healthz", site.healthz, name="healthz"),
]
