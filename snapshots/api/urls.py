"""Addresses of snapshots in the API."""

from django.urls import path

from snapshots.api.views import SnapshotFile, Snapshots, SnapshotView

urlpatterns = [
    path("snapshots/", Snapshots.as_view(), name="snapshots"),
    path("snapshots/<slug:key>/", SnapshotView.as_view(), name="snapshot"),
    path("snapshots/<slug:key>/<str:file>", SnapshotFile.as_view(), name="snapshot-file"),
]
