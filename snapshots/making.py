"""Making a snapshot: read in one transaction, written beside the finished ones, and then renamed to be one of them."""

import fcntl
import gzip
import os
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from doors.licence import LICENCE_ADDRESS, LICENCE_NAME
from published.edition import current_edition
from published.models import PublishedChange
from snapshots import folder
from snapshots.formats import reading
from snapshots.manifest import (
    File,
    Moment,
    checksums,
    fields_of_shape,
    fields_of_table,
    manifest_of,
    version_of,
    written,
)
from snapshots.shapes import Shape
from snapshots.tables import tables_of

#: All of it, with the day and the point in the stream, as one statement would see it. Nothing waits for it and it
#: waits for nothing, so it may take as long as it takes.
_AT_ONCE = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
#: Lines that are compressed at once.
BATCH = 500

Announce = Callable[[str], None]


class BeingMadeError(Exception):
    """Another run is making a snapshot."""


@dataclass(frozen=True)
class Resource:
    """A list of the API: what it and one of its records are called, what is in a record, and all of them as lines."""

    name: str
    noun: str
    shape: Shape
    #: A line of JSON each, for the day of the moment; asked for within the transaction.
    lines: Callable[[Moment], Iterable[bytes]]


@contextmanager
def alone() -> Iterator[None]:
    """Within the block nobody else makes or removes snapshots. Raises BeingMadeError while somebody does."""
    descriptor = os.open(folder.root() / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BeingMadeError from error
    finally:
        os.close(descriptor)


def up_to_date(resources: Iterable[Resource]) -> folder.Snapshot | None:
    """The newest snapshot, where one made now would have nothing else in it."""
    newest = folder.latest()
    if newest is None:
        return None
    made = newest.manifest
    now = (timezone.localdate().isoformat(), current_edition().number, version_of(_shapes(resources)))
    return newest if (made["as_of"], made["edition"], made["version"]) == now else None


def make(resources: list[Resource], formats: Container[str], announce: Announce) -> folder.Snapshot:
    """Write a snapshot of the resources and return it. Whatever fails, what was there before is as it was.

    JSON lines are always among the ``formats``: the others are made of them.
    """
    folder.sweep()
    name = folder.free_name(timezone.now())
    unfinished = folder.root() / f"{folder.UNFINISHED}{name}"
    unfinished.mkdir()
    with _everything_at_once() as moment:
        counts = {resource.name: _write_lines(resource, moment, unfinished, announce) for resource in resources}
    files = []
    for resource in resources:
        announce(f"{resource.name}: {counts[resource.name]:,} records, writing the other formats")
        files += list(_files(resource, counts[resource.name], moment, unfinished, formats))
    manifest = manifest_of(moment, _shapes(resources), files)
    (unfinished / folder.CHECKSUMS).write_bytes(checksums(manifest))
    (unfinished / folder.MANIFEST).write_bytes(written(manifest))
    for path in (*unfinished.iterdir(), unfinished):
        _sync(path)
    unfinished.rename(folder.root() / name)
    _sync(folder.root())
    return folder.Snapshot(folder.root() / name, manifest)


@contextmanager
def _everything_at_once() -> Iterator[Moment]:
    """A transaction that sees one state of the registry, and the point in the stream to go on from.

    The point is read before that state is chosen: every change up to it is in the state. Changes after it may be in it,
    too; whoever reads them again, and the records they tell of, comes to the same end.
    """
    position = PublishedChange.objects.latest_position()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _AT_ONCE:
            cursor.execute(statement)
        yield Moment(timezone.now(), timezone.localdate(), current_edition().number, position)


def _write_lines(resource: Resource, moment: Moment, target: Path, announce: Announce) -> int:
    announce(f"{resource.name}: reading")
    lines, count = iter(resource.lines(moment)), 0
    # Without a name and time inside, the same records give the same bytes.
    with (target / _lines_name(resource)).open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as file:
        while batch := list(islice(lines, BATCH)):
            file.write(b"".join(batch))
            count += len(batch)
    return count


def _files(resource: Resource, count: int, moment: Moment, target: Path, formats: Container[str]) -> Iterator[File]:
    """The JSON lines, and the other files of the resource as they are written out of these."""
    lines = target / _lines_name(resource)
    yield File(lines, resource.name, count, fields_of_shape(resource.shape))
    with reading(lines, resource.shape, scratch=target) as records:
        if "parquet" in formats:
            parquet = target / f"{resource.name}.parquet"
            records.to_parquet(parquet)
            yield File(parquet, resource.name, count, fields_of_shape(resource.shape))
        tables = tables_of(resource.name, resource.noun, resource.shape)
        for table in tables if "csv" in formats else ():
            csv = target / f"{table.name}.csv.gz"
            yield File(csv, table.name, records.to_csv(table, csv), fields_of_table(table), table.parent)
        if "xlsx" in formats:
            excel = target / f"{resource.name}.xlsx"
            records.to_excel(tables, excel, _about(moment))
            yield File(excel, resource.name, count, fields_of_table(tables[0]))


def _about(moment: Moment) -> list[tuple[str, Any]]:
    return [
        ("About the file", "Klyngeregisteret"),
        ("As of", moment.day),
        ("Goes on in changes from", str(moment.position)),
        ("Licence", f"{LICENCE_NAME}, {LICENCE_ADDRESS}"),
    ]


def _lines_name(resource: Resource) -> str:
    return f"{resource.name}.jsonl.gz"


def _shapes(resources: Iterable[Resource]) -> dict[str, Shape]:
    return {resource.name: resource.shape for resource in resources}


def _sync(path: Path) -> None:
    """What is written is on the disk before the name says that it is whole."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
