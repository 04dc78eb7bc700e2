"""The portal's addresses; each has its access rule and page tags in `gongkai.portal.pages`."""

from django.urls import path

from gongkai.portal import reading
from gongkai.portal.views import check, deadline, home, law, reports, site

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/", reports.archive, name="archive"),
    path("reports/<slug:place>/<int:year>/", reports.report, name="report"),
    path("reports/<slug:place>/<int:year>/figures.json", reports.report_json, name="report_json"),
    path("reports/<slug:place>/<int:year>/figures.csv", reports.report_csv, name="report_csv"),
    path("check/", check.check_report, name="check"),
    path("check/figures/", check.check_figures, name="check_figures"),
    path("check/kept/<str:token>/", check.kept_check, name="kept_check"),
    path("check/kept/<str:token>/figures.json", check.kept_check_json, name="kept_check_json"),
    path("check/kept/<str:token>/figures.csv", check.kept_check_csv, name="kept_check_csv"),
    path("deadline/", deadline.deadline, name="deadline"),
    path("law/", law.terms, name="law"),
    path("law/workdays/<int:year>/", law.workdays, name="workdays"),
    path("design/", site.gallery, name="gallery"),
    path("design/<slug:digest>.css", site.stylesheet, name="stylesheet"),
    path("preferences/", reading.preferences, name="preferences"),
    path("healthz", site.healthz, name="healthz"),
]
