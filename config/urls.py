"""Every address of the registry. Pages stand at / in bokmål and at /en/ in English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import TemplateView

from clusters.api.linked import document_patterns
from clusters.sitemaps import SITEMAPS
from staff.urls import callback_patterns, language_patterns

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler429 = "staff.views.slowed_down"  # allauth looks for it here
handler500 = "config.middleware.server_error"

urlpatterns = [
    path("", include("workplace.urls")),  # before the admin, which answers everything beneath its address
    *language_patterns,
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
    path("data/", include(document_patterns)),
    *callback_patterns,
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", include("corrections.urls")),
        path("", include("clusters.urls")),
        path("", include("staff.urls")),
        prefix_default_language=False,
    ),
]
