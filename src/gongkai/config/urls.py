"""Every address of the faces that this process serves; each site owns its own table."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gongkai.portal import urls as portal

SITES = {
    "portal": ("", "gongkai.portal.urls"),
    "console": ("console/", "gongkai.console.urls"),
    "api": ("api/v1/", "gongkai.api.urls"),
}
# What every face needs, and the portal happens to own.
SHARED = {"healthz", "stylesheet"}

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module))
    for face, (prefix, module) in SITES.items()
    if face in settings.GONGKAI_FACES
]
if "portal" in settings.GONGKAI_FACES:
    handler403 = "gongkai.portal.views.site.forbidden"
    handler404 = "gongkai.portal.views.site.not_found"
else:
    # The portal's pages of error lead to its other pages, which are not here.
    urlpatterns += [pattern for pattern in portal.urlpatterns if pattern.name in SHARED]
handler400 = "gongkai.config.failures.bad_request"
handler500 = "gongkai.config.failures.failed"
