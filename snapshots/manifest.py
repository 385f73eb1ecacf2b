"""The manifest of a snapshot: a Data Package (https://datapackage.org, version 2), and what a mirror needs beside."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doors.licence import LICENCE, LICENCE_ADDRESS, LICENCE_NAME
from doors.workbooks import CONTENT_TYPE as EXCEL
from published.positions import Position
from snapshots.shapes import Shape
from snapshots.tables import Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPES = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": EXCEL,
}
#: Of the files that are compressed by themselves, not inside.
COMPRESSED = ".gz"
_DESCRIPTION = (
    "Everything the registry publishes, as of one day. All files of a snapshot say the same; JSON lines and Parquet"
    " hold the records as the API has them, CSV and Excel the same in flat tables. In CSV, text that a spreadsheet"
    " would take for a formula has an apostrophe before it. The API tells what changed"
    " since, from the point in `changes` on."
)


@dataclass(frozen=True)
class Moment:
    """What a snapshot is of: when it was taken, the day it is as of, and how far what is published had come."""

    taken_at: dt.datetime
    day: dt.date
    edition: int
    position: Position


@dataclass(frozen=True)
class File:
    """A written file of a snapshot."""

    path: Path
    resource: str
    rows: int
    fields: list[dict[str, Any]]
    #: The resource whose ids stand in its first column.
    parent: str = ""

    @property
    def format(self) -> str:
        """One of MEDIA_TYPES."""
        return self.path.name.removesuffix(COMPRESSED).rpartition(".")[2]


def manifest_of(moment: Moment, shapes: dict[str, Shape], files: Iterable[File]) -> dict[str, Any]:
    """The whole manifest; sizes and checksums are taken from the files."""
    return {
        "$schema": PROFILE,
        "name": "klyngeregisteret",
        "title": "Klyngeregisteret",
        "description": _DESCRIPTION,
        "version": version_of(shapes),
        "created": moment.taken_at.isoformat(timespec="seconds"),
        "licenses": [{"name": LICENCE, "title": LICENCE_NAME, "path": LICENCE_ADDRESS}],
        "as_of": moment.day.isoformat(),
        "edition": moment.edition,
        "changes": {"cursor": str(moment.position)},
        "resources": [_entry(file) for file in files],
    }


def version_of(shapes: dict[str, Shape]) -> str:
    """Names the fields there are: it differs exactly where some field of some resource does."""
    text = "\n".join(f"{name} {shape.column_type}" for name, shape in sorted(shapes.items()))
    return f"1.0.0+{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def fields_of_shape(shape: Shape) -> list[dict[str, Any]]:
    """The fields of whole records, as Table Schema names their types."""
    return [_field(name, part.kind, part.about) for name, part in shape.parts.items()]


def fields_of_table(table: Table) -> list[dict[str, Any]]:
    """The fields of a flat table."""
    return [_field(column.name, column.kind, column.about) for column in table.columns]


def checksum(path: Path) -> str:
    """SHA-256 in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def written(manifest: dict[str, Any]) -> bytes:
    """As it stands in its file."""
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def checksums(manifest: dict[str, Any]) -> bytes:
    """A line for each file, as ``sha256sum --check`` reads it."""
    entries = manifest["resources"]
    return "".join(f"{entry['hash'].removeprefix('sha256:')}  {entry['path']}\n" for entry in entries).encode()


def _field(name: str, kind: str, about: str) -> dict[str, Any]:
    return {"name": name, "type": kind, **({"description": about} if about else {})}


def _entry(file: File) -> dict[str, Any]:
    name = file.path.name
    schema: dict[str, Any] = {"fields": file.fields}
    if file.parent:
        reference = {"resource": f"{file.parent}-{file.format}", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": [file.fields[0]["name"]], "reference": reference}]
    else:
        schema["primaryKey"] = ["id"]
    return {
        "name": f"{file.resource}-{file.format}",
        "path": name,
        "format": file.format,
        "mediatype": MEDIA_TYPES[file.format],
        **({"compression": "gz"} if name.endswith(COMPRESSED) else {}),
        **({"encoding": "utf-8"} if file.format in {"jsonl", "csv"} else {}),
        "bytes": file.path.stat().st_size,
        "hash": f"sha256:{checksum(file.path)}",
        "rows": file.rows,
        "schema": schema,
    }
