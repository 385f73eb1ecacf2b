"""The public API, version 1. Programmes and regions bring their own addresses."""

from django.urls import include, path, re_path

from clusters.api import entrance, views

LIST, RECORD = {"get": "list"}, {"get": "retrieve"}

app_name = "api"
version_1 = [
    path("", entrance.Entrance.as_view(), name="entrance"),
    path("schema/", entrance.SchemaView.as_view(), name="schema"),
    path("docs/", entrance.DocumentationView.as_view(), name="docs"),
    path("", include("programmes.api.urls")),
    path("", include("regions.api.urls")),
    path("clusters/", views.ClusterViews.as_view(LIST), name="clusters"),
    path("clusters/<slug:key>/", views.ClusterViews.as_view(RECORD), name="cluster"),
    path("clusters/<slug:key>/members/", views.ClusterMemberViews.as_view(LIST), name="cluster-members"),
    path("organisations/", views.OrganisationViews.as_view(LIST), name="organisations"),
    path("organisations/<slug:key>/", views.OrganisationViews.as_view(RECORD), name="organisation"),
    path("memberships/", views.MembershipViews.as_view(LIST), name="memberships"),
    path("memberships/<int:key>/", views.MembershipViews.as_view(RECORD), name="membership"),
    path("sectors/", views.SectorViews.as_view(LIST), name="sectors"),
    path("sectors/<slug:key>/", views.SectorViews.as_view(RECORD), name="sector"),
]
urlpatterns = [
    path("v1/", include(version_1)),
    re_path(r"", entrance.NothingHere.as_view(), name="nothing"),
]
