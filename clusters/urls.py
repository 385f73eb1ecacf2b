"""Public pages. Addresses are translated: /klynger/ in bokmål, /en/clusters/ in English."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from clusters import views
from clusters.exports import export_patterns

app_name = "clusters"
urlpatterns = [
    path("", views.home, name="home"),
    path(_("clusters/"), views.clusters, name="clusters"),
    path(_("clusters/<slug:slug>/"), views.cluster, name="cluster"),
    path(_("organisations/"), views.organisations, name="organisations"),
    path(_("organisations/<int:pk>/"), views.organisation, name="organisation"),
    path(_("regions/"), views.regions, name="regions"),
    path(_("regions/<str:code>/"), views.region, name="region"),
    path(_("programme/"), views.programme, name="programme"),
    path(_("data/"), views.data, name="data"),
    path(_("about/"), views.about, name="about"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("privacy/"), views.privacy, name="privacy"),
    *export_patterns,
]
