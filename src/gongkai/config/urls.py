"""Every address of the deployment; each site owns its own table."""

from django.urls import include, path

urlpatterns = [path("", include("gongkai.portal.urls"))]
