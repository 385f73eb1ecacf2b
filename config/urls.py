"""Every address of the registry. Pages stand at / in bokmål and at /en/ in English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler500 = "config.middleware.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("clusters.api.urls")),
    *i18n_patterns(path("", include("clusters.urls")), prefix_default_language=False),
]
