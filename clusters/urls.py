"""Public pages. Addresses are translated: /klynger/ in bokmål, /en/clusters/ in English."""

from django.urls import URLPattern

app_name = "clusters"
urlpatterns: list[URLPattern] = []
