"""The addresses of the public API, out of all rooms that bring some; whatever else is asked there is answered, too."""

from django.urls import include, path, re_path

from clusters.api.entrance import NothingHere
from clusters.api.urls import version_1

app_name = "api"
urlpatterns = [
    path("v1/", include([*version_1, path("", include("support.api.urls"))])),
    re_path(r"", NothingHere.as_view(), name="nothing"),
]
