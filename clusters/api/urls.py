"""The public API, version 1, as far as the registry goes. Programmes and regions bring their own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from clusters.api import changes, entrance, linked, reconcile, statistics, suggest, views

version_1: list[URLPattern | URLResolver] = [
    path("", entrance.Entrance.as_view(), name="entrance"),
    path("schema/", entrance.SchemaView.as_view(), name="schema"),
    path("docs/", entrance.DocumentationView.as_view(), name="docs"),
    path("", include("programmes.api.urls")),
    path("", include("regions.api.urls")),
    path("", include("snapshots.api.urls")),
    path("clusters/", views.ClusterViews.listed(), name="clusters"),
    path("clusters/<slug:key>/", linked.ClusterRecord.single(), name="cluster"),
    path("clusters/<slug:key>/members/", views.ClusterMemberViews.listed(), name="cluster-members"),
    path("organisations/", views.OrganisationViews.listed(), name="organisations"),
    path("organisations/<slug:key>/", linked.OrganisationRecord.single(), name="organisation"),
    *linked.record_patterns,
    path("memberships/", views.MembershipViews.listed(), name="memberships"),
    path("memberships/<int:key>/", views.MembershipViews.single(), name="membership"),
    path("sectors/", views.SectorViews.listed(), name="sectors"),
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path("statistics/<slug:key>/", statistics.FigureView.as_view(), name="figure"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("suggest/", suggest.Suggest.as_view(), name="suggest"),
    *reconcile.reconcile_patterns,
    path("sectors/<slug:key>/", views.SectorViews.single(), name="sector"),
]
