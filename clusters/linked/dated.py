"""The newest snapshot in the catalogue: each of its files is a further form of the set of data that it holds.

Their addresses are dated, because what stands at them never changes: what is said of them stays true for harvesters.
"""

from functools import cached_property
from typing import Any

from clusters.linked.datasets import CSV, EXCEL, Form
from clusters.linked.identities import Identities
from doors.linked import Node, iri, literal
from snapshots.folder import Snapshot, latest
from snapshots.manifest import COMPRESSED

GZIP = "application/gzip"
#: By what the manifest calls the format. JSON lines have no type in the register of types; text they surely are.
FORMS = {
    "jsonl": Form("JSON", "text/plain"),
    "csv": CSV,
    "parquet": Form("PARQUET", "application/vnd.apache.parquet"),
    "xlsx": EXCEL,
}


class DatedFiles:
    """The files of the newest snapshot; none where none was made yet."""

    def __init__(self, names: Identities) -> None:
        self.names = names

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """The newest one."""
        return latest()

    @cached_property
    def _files(self) -> list[dict[str, Any]]:
        return self.snapshot.files if self.snapshot else []

    @property
    def forms(self) -> set[Form]:
        """Those that any file has."""
        return {FORMS[entry["format"]] for entry in self._files}

    @property
    def media_types(self) -> set[str]:
        """Of what the files are packed in."""
        return {GZIP for entry in self._files if is_compressed(entry)}

    def of(self, resource: str) -> list[dict[str, Any]]:
        """Those with the records of the resource, and with what stands several times in these."""
        return [entry for entry in self._files if resource_of(entry) == resource]

    def other_than(self, resources: set[str]) -> list[dict[str, Any]]:
        """Those of no resource that is named."""
        return [entry for entry in self._files if resource_of(entry) not in resources]

    def facts(self, entry: dict[str, Any]) -> Node:
        """What a distribution says of its file beside what it says of every form."""
        if self.snapshot is None:  # then there is no entry either
            return {}
        # No checksum: the profile's shapes take none but SHA-1. Those of the snapshot stand in its manifest.
        return {
            "dcat:accessURL": iri(self.names.address("api:snapshot", self.snapshot.name)),
            "dcat:downloadURL": iri(self.names.address("api:snapshot-file", self.snapshot.name, entry["path"])),
            "dct:modified": literal(self.snapshot.manifest["created"], "xsd:dateTime"),
            "dcat:byteSize": literal(entry["bytes"], "xsd:decimal"),
        }


def resource_of(entry: dict[str, Any]) -> str:
    """The resource whose records are in the file: ``clusters`` of ``clusters_names-csv``."""
    return str(entry["name"]).rpartition("-")[0].partition("_")[0]


def is_compressed(entry: dict[str, Any]) -> bool:
    """Whether it is packed as a whole."""
    return str(entry["path"]).endswith(COMPRESSED)
