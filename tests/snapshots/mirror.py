"""A copy of the registry that knows nothing but its public doors: a snapshot, and the stream from there on.

A change tells of a record whose own facts changed. What a record shows of others changes with these: so the copy reads
again the record, those that name it and those whose addresses it gives.
"""

from collections.abc import Iterator
from typing import Any

from django.test import Client

from clusters.api.changes import RESOURCES
from tests.clusters.api.reading import get
from tests.snapshots.taking import records

Record = dict[str, Any]
#: What one record names another by.
NAMING = ("url", "code", "slug")


class Mirror:
    """Every record by resource and id."""

    def __init__(self, client: Client) -> None:
        self.client = client
        found = records(client)
        self.records = {resource: {row["id"]: row for row in rows} for resource, rows in found.items()}
        self.next: str = get(client, "/snapshots/latest/")["resume"]

    def follow(self) -> int:
        """Take in what has been told since; how many changes these were."""
        count = 0
        while True:
            page = self.client.get(self.next).json()
            self.next = page["resume"]
            self.take(page["results"])
            count += len(page["results"])
            if not page["next"]:
                return count

    def take(self, changes: list[Record]) -> None:
        """Drop what is gone and read again whatever may be different."""
        own: set[str] = set()
        given: set[str] = set()
        for change in changes:
            kept = self.records[RESOURCES[change["resource"]]]
            before = kept.get(change["id"])
            after = self.read(change["url"], change["id"]) if change["url"] else None
            if after is not None:
                kept[change["id"]] = after
            elif not change["url"]:
                kept.pop(change["id"], None)
            for record in (before, after):
                own |= {*own_names(record)} if record else set()
                given |= {*addresses_within(record)}
        self.refresh(own, given)

    def refresh(self, own: set[str], given: set[str]) -> None:
        """Read again the records that have, or name another by, any of the own names, and those at the addresses."""
        for kept in self.records.values():
            for record in kept.values():
                if record["url"] in given or not own.isdisjoint({*own_names(record), *names_within(record)}):
                    kept[record["id"]] = self.read(record["url"], record["id"]) or record

    def read(self, url: str, number: int) -> Record | None:
        """The record; None where its address does not lead to it any more, which a change yet to come will tell of.

        Until then the copy keeps what it has: by the names in it, the change will find what else there is to read.
        """
        answer = self.client.get(url)
        assert answer.status_code in {200, 301, 404, 410}, url
        record = answer.json() if answer.status_code == 200 else None
        return record if record and record["id"] == number else None


def own_names(record: Record) -> Iterator[str]:
    """What others name the record by."""
    return (record[name] for name in NAMING if name in record)


def names_within(value: Any) -> Iterator[str]:
    """What the record names others by, at any depth."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        if isinstance(part, dict):
            yield from own_names(part)
        yield from names_within(part)


def addresses_within(value: Any) -> Iterator[str]:
    """Where the records stand that the record gives the addresses of, at any depth."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        if isinstance(part, dict) and "url" in part:
            yield part["url"]
        yield from addresses_within(part)
