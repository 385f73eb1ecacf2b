"""Addresses of programmes, tiers, owners and money in the API."""

from django.urls import path

from programmes.api.views import AppropriationViews, EffectFindingViews, OwnerViews, ProgrammeViews, TierViews

urlpatterns = [
    path("tiers/", TierViews.listed(), name="tiers"),
    path("tiers/<slug:key>/", TierViews.single(), name="tier"),
    path("programmes/", ProgrammeViews.listed(), name="programmes"),
    path("programmes/<slug:key>/", ProgrammeViews.single(), name="programme"),
    path("owners/", OwnerViews.listed(), name="owners"),
    path("owners/<slug:key>/", OwnerViews.single(), name="owner"),
    path("appropriations/", AppropriationViews.listed(), name="appropriations"),
    path("appropriations/<int:key>/", AppropriationViews.single(), name="appropriation"),
    path("effects/", EffectFindingViews.listed(), name="effects"),
    path("effects/<int:key>/", EffectFindingViews.single(), name="effect"),
]
