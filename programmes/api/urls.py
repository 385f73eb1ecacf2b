"""Addresses of programmes, tiers, owners and money in the API."""

from django.urls import path

from programmes.api.views import AppropriationViews, OwnerViews, ProgrammeViews, TierViews

LIST, RECORD = {"get": "list"}, {"get": "retrieve"}

urlpatterns = [
    path("tiers/", TierViews.as_view(LIST), name="tiers"),
    path("tiers/<slug:key>/", TierViews.as_view(RECORD), name="tier"),
    path("programmes/", ProgrammeViews.as_view(LIST), name="programmes"),
    path("programmes/<slug:key>/", ProgrammeViews.as_view(RECORD), name="programme"),
    path("owners/", OwnerViews.as_view(LIST), name="owners"),
    path("owners/<slug:key>/", OwnerViews.as_view(RECORD), name="owner"),
    path("appropriations/", AppropriationViews.as_view(LIST), name="appropriations"),
    path("appropriations/<int:key>/", AppropriationViews.as_view(RECORD), name="appropriation"),
]
