"""Whether PostgreSQL answers by an index where one should serve, in a registry of a million rows.

``make load`` (``python -m benchmarks.plans`` with DATABASE_URL, after ``manage.py make_demo``) asks every kind of
question at the API and at the pages, has the plan of each statement that is sent for it, and tells of each that reads
a large table from its beginning to its end. It measures no time: ``benchmarks.compare`` and ``benchmarks.search`` do.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django

#: A table with as many rows is large; one page of a list has fifty.
LARGE = 20_000
#: Whole tables that are read for addresses with this in them, and why that is right.
MAY_BE_READ_WHOLE = {
    ("", "clusters_organisationtally"): "rows of counts: reading them all is how a list without a question is counted",
    ("as_of", "clusters_standing"): "every other row is of the day, and each is counted by what facets ask",
    ("memberships", "clusters_membership"): "the answer says how many there are, and each is looked at for its day",
    ("memberships", "clusters_cluster"): "of each membership that is counted, the cluster must be published",
}


@dataclass(frozen=True)
class Fault:
    """A statement that reads a large table whole."""

    address: str
    table: str
    rows: int
    statement: str

    def __str__(self) -> str:
        return f"{self.address}: reads all {self.rows:,} rows of {self.table}: {self.statement[:160]}"


def addresses(names: dict[str, str]) -> list[str]:
    """Every kind of question; ``names`` has what the data gives for slug, id, number, word, county and name."""
    api, county, word = "/api/v1", names["county"], names["word"]
    lists = [
        f"{api}/clusters/",
        f"{api}/clusters/?region={county}&tier=nce",
        f"{api}/clusters/?q={word}",
        f"{api}/clusters/?as_of=2016-08-17&ordering=-members",
        f"{api}/clusters/?cursor=*",
        f"{api}/clusters/{names['slug']}/",
        f"{api}/clusters/{names['slug']}/members/?page_size=100",
        f"{api}/organisations/",
        f"{api}/organisations/?region={county}",
        f"{api}/organisations/?q={names['name']}",
        f"{api}/organisations/?cursor=*",
        f"{api}/organisations/{names['id']}/",
        f"{api}/organisations/{names['number']}/",
        f"{api}/memberships/?cursor=*",
        f"{api}/changes/",
        f"{api}/suggest/?q={names['name'][:4]}",
    ]
    pages = [
        "/klynger/",
        f"/klynger/?q={word}",
        f"/klynger/?region={county}",
        f"/klynger/{names['slug']}/",
        "/virksomheter/",
        f"/virksomheter/?q={names['name']}",
        f"/virksomheter/{names['id']}/",
    ]
    return lists + pages


def drawn() -> dict[str, str]:
    """Values for the addresses out of the data."""
    from benchmarks.comparing import doors  # need the settings
    from clusters.models import Organisation

    by_name = {door.name: door.path for door in doors()}
    some = Organisation.objects.filter(merged_into=None).exclude(organisation_number=None).order_by("-pk").first()
    if some is None:
        raise SystemExit("Error: there are no organisations; run `manage.py make_demo` first.")
    return {
        "slug": by_name["detail"].strip("/").rsplit("/", 1)[-1],
        "word": by_name["search"].rpartition("=")[2],
        "county": "46",
        "name": next(word for word in some.name.split() if word.isalpha()),
        "id": str(some.pk),
        "number": str(some.organisation_number),
    }


def faults(large: int) -> Iterator[Fault]:
    """What is read whole though it is large."""
    from django.db import connection
    from django.test import Client

    from benchmarks.replays import recorded

    client = Client(SERVER_NAME="localhost")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [large])
        rows = {table: int(number) for table, number in cursor.fetchall()}
    for address in addresses(drawn()):
        replay = recorded(lambda path=address: client.get(path, follow=True))  # type: ignore[misc]
        for asked in replay.statements:
            for table in read_whole(plan(asked.text)):
                if table in rows and not _may_be(address, table):
                    yield Fault(address, table, rows[table], asked.whole)


def _may_be(address: str, table: str) -> bool:
    return any(part in address and table == named for part, named in MAY_BE_READ_WHOLE)


def plan(statement: str) -> Any:
    """How PostgreSQL would answer the statement, whatever its parameters are; nothing for another kind."""
    from django.db import connection

    if not statement.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON, GENERIC_PLAN) {statement}")
        return cursor.fetchone()[0][0]["Plan"]


def read_whole(node: Any) -> Iterator[str]:
    """The tables that the plan reads from beginning to end.

    One that is only read while a condition of the plan itself holds counts, too: somebody's question makes it hold.
    """
    if node.get("Node Type") == "Seq Scan" and not _stops(node):
        yield str(node["Relation Name"])
    for child in node.get("Plans", ()):
        yield from read_whole(child)


def _stops(node: Any) -> bool:
    """Whether every row will do, so that those of one page are all that is read."""
    return "Filter" not in node and node.get("Plan Rows", 0) <= 1


def main() -> int:
    """Print each fault; 1 where there is any."""
    parser = argparse.ArgumentParser(prog="benchmarks.plans", description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE, help="rows that make a table large")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["ANSWER_CACHE_MB"] = "0"
    django.setup()
    found = list(dict.fromkeys(faults(asked.large)))
    print("\n".join(map(str, found)) or "No large table is read whole.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
