"""Addresses of regions in the API."""

from django.urls import path

from regions.api.views import RegionViews

urlpatterns = [
    path("regions/", RegionViews.listed(), name="regions"),
    path("regions/<slug:key>/", RegionViews.single(), name="region"),
]
