"""The portal's addresses; each has its access rule and page tags in `gongkai.portal.pages`."""

from django.urls import path

from gongkai.portal import reading
from gongkai.portal.views import check, compare, deadline, home, law, place, reports, site

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/", reports.archive, name="archive"),
    path("reports/compare/", compare.compare, name="compare"),
    path("reports/compare/figures.json", compare.compare_json, name="compare_json"),
    path("reports/compare/figures.csv", compare.compare_csv, name="compare_csv"),
    path("reports/compare/figures.xlsx", compare.compare_xlsx, name="compare_xlsx"),
    path("reports/<slug:code>/", place.place, name="place"),
    path("reports/<slug:code>/figures.json", place.place_json, name="place_json"),
    path("reports/<slug:code>/figures.csv", place.place_csv, name="place_csv"),
    path("reports/<slug:code>/figures.xlsx", place.place_xlsx, name="place_xlsx"),
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
