"""Snapshots in the API."""

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from doors.licence import LICENCE_ADDRESS
from snapshots.folder import CHECKSUMS, MANIFEST, Snapshot
from snapshots.manifest import MEDIA_TYPES


class SnapshotFileSerializer(serializers.Serializer[Any]):
    """A file of a snapshot. What is at its address never changes."""

    path = serializers.CharField(help_text="Its name.")
    resource = serializers.CharField(
        help_text="The table in it; in CSV, what stands several times in a record has one."
    )
    format = serializers.ChoiceField(choices=sorted(MEDIA_TYPES))
    media_type = serializers.CharField(help_text="Of what is in it, where it is compressed.")
    rows = serializers.IntegerField(help_text="Records, or rows of the table.")
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="In hexadecimal digits.")
    url = serializers.URLField()


class SnapshotSerializer(serializers.Serializer[Snapshot]):
    """Everything that was published at one moment, in files."""

    name = serializers.CharField(help_text="When it was begun, in UTC. `latest` is the newest one's other name.")
    url = serializers.SerializerMethodField()
    as_of = serializers.DateField(help_text="The day that status, tier and counts in it are of.")
    created_at = serializers.DateTimeField(help_text="When it was taken.")
    cursor = serializers.CharField(
        help_text="The point in `changes` to go on from. A change soon after it may be in the files already."
    )
    resume = serializers.SerializerMethodField(help_text="The changes from there on.")
    version = serializers.CharField(help_text="Of the fields in the files: differs exactly where some field does.")
    bytes = serializers.IntegerField(help_text="All files together.")
    licence = serializers.URLField()
    manifest = serializers.SerializerMethodField(
        help_text="All of this and every column as a Data Package (`datapackage.json`)."
    )
    checksums = serializers.SerializerMethodField(help_text="For `sha256sum --check`.")
    files = SnapshotFileSerializer(many=True)

    def to_representation(self, snapshot: Snapshot) -> dict[str, Any]:
        """Out of the manifest."""
        manifest = snapshot.manifest
        return {
            "name": snapshot.name,
            "url": self.get_url(snapshot),
            "as_of": manifest["as_of"],
            "created_at": manifest["created"],
            "cursor": manifest["changes"]["cursor"],
            "resume": self.get_resume(snapshot),
            "version": manifest["version"],
            "bytes": sum(entry["bytes"] for entry in snapshot.files),
            "licence": LICENCE_ADDRESS,
            "manifest": self.get_manifest(snapshot),
            "checksums": self.get_checksums(snapshot),
            "files": [self._file(snapshot, entry) for entry in snapshot.files],
        }

    def get_url(self, snapshot: Snapshot) -> str:
        """Absolute."""
        return self._address("api:snapshot", snapshot.name)

    def get_resume(self, snapshot: Snapshot) -> str:
        """Absolute."""
        return f"{self._address('api:changes')}?cursor={snapshot.manifest['changes']['cursor']}"

    def get_manifest(self, snapshot: Snapshot) -> str:
        """Absolute."""
        return self._address("api:snapshot-file", snapshot.name, MANIFEST)

    def get_checksums(self, snapshot: Snapshot) -> str:
        """Absolute."""
        return self._address("api:snapshot-file", snapshot.name, CHECKSUMS)

    def _file(self, snapshot: Snapshot, entry: dict[str, Any]) -> dict[str, Any]:
        return {
            "path": entry["path"],
            "resource": entry["name"].rpartition("-")[0],
            "format": entry["format"],
            "media_type": entry["mediatype"],
            "rows": entry["rows"],
            "bytes": entry["bytes"],
            "sha256": entry["hash"].removeprefix("sha256:"),
            "url": self._address("api:snapshot-file", snapshot.name, entry["path"]),
        }

    def _address(self, view: str, *arguments: str) -> str:
        return str(reverse(view, args=arguments, request=self.context["request"]))
