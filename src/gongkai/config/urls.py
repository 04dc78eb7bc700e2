"""Every address of the deployment; each site owns its own table."""

from django.urls import include, path

urlpatterns = [path("", include("gongkai.portal.urls"))]

handler400 = "gongkai.portal.views.site.bad_request"
handler403 = "gongkai.portal.views.site.forbidden"
handler404 = "gongkai.portal.views.site.not_found"
handler500 = "gongkai.portal.views.site.failed"
