"""Addresses of what the programme gives in the API."""

from django.urls import path

from support.api.views import GrantViews, IndicatorViews, ObservationViews, ProjectViews

urlpatterns = [
    path("grants/", GrantViews.listed(), name="grants"),
    path("grants/<int:key>/", GrantViews.single(), name="grant"),
    path("indicators/", IndicatorViews.listed(), name="indicators"),
    path("indicators/<slug:key>/", IndicatorViews.single(), name="indicator"),
    path("observations/", ObservationViews.listed(), name="observations"),
    path("observations/<int:key>/", ObservationViews.single(), name="observation"),
    path("projects/", ProjectViews.listed(), name="projects"),
    path("projects/<int:key>/", ProjectViews.single(), name="project"),
]
