"""Public pages. Addresses are translated: /klynger/ in bokmål, /en/clusters/ in English."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from clusters import about_pages, views
from clusters.feeds import feed_patterns
from clusters.files.urls import file_patterns
from clusters.map_export import map_geojson
from clusters.shared_export import shared_csv
from clusters.statistics.files import figure_patterns

app_name = "clusters"
urlpatterns = [
    path("", views.home, name="home"),
    path(_("clusters/"), views.clusters, name="clusters"),
    path(_("clusters/compare/"), views.compare, name="compare"),
    path(_("clusters/shared/"), views.shared, name="shared"),
    path(_("clusters/shared.csv"), shared_csv, name="shared_csv"),
    path(_("clusters/<slug:slug>/"), views.cluster, name="cluster"),
    path(_("organisations/"), views.organisations, name="organisations"),
    path(_("organisations/<int:pk>/"), views.organisation, name="organisation"),
    path(_("regions/"), views.regions, name="regions"),
    path(_("regions/<str:code>/"), views.region, name="region"),
    path(_("map/"), views.county_map, name="map"),
    path(_("map.geojson"), map_geojson, name="map_geojson"),
    path(_("programme/"), views.programme, name="programme"),
    path(_("programme/alumni/"), views.alumni, name="alumni"),
    path(_("statistics/"), views.statistics, name="statistics"),
    path(_("statistics/citation/<str:token>/"), views.citation, name="citation"),
    path(_("statistics/<slug:name>/"), views.figure, name="figure"),
    path(_("data/"), views.data, name="data"),
    path(_("about/"), about_pages.about, name="about"),
    path(_("accessibility/"), about_pages.accessibility, name="accessibility"),
    path(_("privacy/"), about_pages.privacy, name="privacy"),
    *file_patterns,
    *feed_patterns,
    *figure_patterns,
]
