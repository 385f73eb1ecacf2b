"""Addresses of regions in the API."""

from django.urls import path

from regions.api.views import RegionViews

urlpatterns = [
    path("regions/", RegionViews.as_view({"get": "list"}), name="regions"),
    path("regions/<slug:key>/", RegionViews.as_view({"get": "retrieve"}), name="region"),
]
