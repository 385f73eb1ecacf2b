"""Every address of the registry. Pages stand at / in bokmål and at /en/ in English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.middleware.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("clusters.api.urls")),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    *i18n_patterns(path("", include("clusters.urls")), prefix_default_language=False),
]
