"""Addresses of what the programme gives in the API."""

from django.urls import path

from support.api.views import GrantViews

urlpatterns = [
    path("grants/", GrantViews.listed(), name="grants"),
    path("grants/<int:key>/", GrantViews.single(), name="grant"),
]
