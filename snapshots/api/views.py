"""Snapshots in the API: which there are, what is in each, and the files."""

from pathlib import Path
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from doors.api.problems import Gone
from doors.api.views import PublicAnswer, RecordFilterSet, answered
from doors.downloads import download
from doors.filtersets import nearest
from published.models import PublishedChange
from snapshots.api.serializers import SnapshotSerializer
from snapshots.folder import MANIFEST, NAME, Snapshot, find, latest, snapshots
from snapshots.manifest import MEDIA_TYPES

#: The newest snapshot's other name.
LATEST = "latest"


class SnapshotListSerializer(serializers.Serializer[Any]):
    """All there are, the newest first."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True, help_text="Always null: all of them are in one answer.")
    previous = serializers.URLField(allow_null=True, help_text="Always null.")
    results = SnapshotSerializer(many=True)


class SnapshotAnswer(PublicAnswer):
    """Read from files, whatever is published meanwhile."""

    filterset_class = RecordFilterSet
    queryset: ClassVar[QuerySet[Any]] = PublishedChange.objects.none()
    follows_edition = False


class Snapshots(SnapshotAnswer):
    """Dated files with everything that is published, the newest first.

    Take the files of the newest, then go on with the changes at `resume`: nothing is missed. The newest are kept,
    and the first of each month.
    """

    serializer_class = SnapshotListSerializer

    @extend_schema(operation_id="snapshots")
    def get(self, request: Request) -> Response:
        """All snapshots."""
        answered(self.filterset_class(request.query_params, queryset=self.queryset))
        found = snapshots()
        answer = {"count": len(found), "next": None, "previous": None, "results": found}
        return Response(self.serializer_class(answer, context={"request": request}).data)


class SnapshotView(SnapshotAnswer):
    """One snapshot: its files, checksums and the point to go on from."""

    serializer_class = SnapshotSerializer
    key_help = "The snapshot's name, or `latest`."

    @extend_schema(operation_id="snapshot")
    def get(self, request: Request, key: str) -> Response:
        """What is in the snapshot."""
        answered(self.filterset_class(request.query_params, queryset=self.queryset))
        return Response(self.serializer_class(named(key), context={"request": request}).data)


class SnapshotFile(SnapshotAnswer):
    """A file of a snapshot, whole or in part."""

    schema = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A file brings its own ETag."""
        with translation.override("en"):
            return APIView.dispatch(self, request, *args, **kwargs)

    def get(self, request: Request, key: str, file: str) -> HttpResponseBase:
        """The file; of the newest snapshot, the way to it."""
        snapshot = named(key)
        path = snapshot.path(file)
        if path is None:
            names = [entry["path"] for entry in snapshot.files]
            near = nearest(file, names)
            wayout = f" Did you mean “{near}”?" if near else ""
            raise NotFound(f"There is no file “{file[:80]}” in the snapshot.{wayout}")
        if key == LATEST:
            address = reverse("api:snapshot-file", args=[snapshot.name, file])
            return HttpResponseRedirect(request.build_absolute_uri(address))
        return download(request._request, path, media_type(path), _etag(snapshot, file))  # noqa: SLF001 (DRF's own way to Django's request)


class NoLongerKept(Gone):
    """410: there was such a snapshot, or might have been."""

    def __init__(self, name: str) -> None:
        message = f"The snapshot “{name}” is no longer kept. “{reverse('api:snapshot', args=[LATEST])}” is the newest."
        APIException.__init__(self, message)


def named(key: str) -> Snapshot:
    """The snapshot of that name. Raises NotFound, and Gone for one that is no longer kept."""
    found = latest() if key == LATEST else find(key)
    if found:
        return found
    newest = latest()
    if newest and NAME.fullmatch(key) and key < newest.name:
        raise NoLongerKept(key)
    raise NotFound(f"There is no snapshot “{key[:80]}”. “{reverse('api:snapshots')}” lists those there are.")


def media_type(path: Path) -> str:
    """The type of the bytes of the file."""
    if path.name == MANIFEST:
        return "application/json"
    ending = path.suffix.removeprefix(".")
    return {"gz": "application/gzip", "": "text/plain; charset=utf-8", **MEDIA_TYPES}[ending]


def _etag(snapshot: Snapshot, file: str) -> str:
    """The checksum, where there is one; the manifest and the checksums are as immutable as the snapshot."""
    hashes = {entry["path"]: entry["hash"] for entry in snapshot.files}
    return str(hashes.get(file, f"{snapshot.name}/{file}"))
