"""The whole of the synthetic registry, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pgtrigger
from django.db import connection, models, transaction
from psycopg.sql import SQL, Identifier

from clusters.demo.clusters import Clusters
from clusters.demo.copying import Progress
from clusters.demo.ground import Ground, find_ground
from clusters.demo.indexing import indexed_afterwards
from clusters.demo.memberships import Memberships
from clusters.demo.organisations import Organisations
from clusters.demo.recruitment import Recruits
from clusters.demo.removal import remove_earlier
from clusters.models import Cluster, ClusterName, Membership, Organisation

#: Called with what is being written and how many rows of it; answers whom to tell how many are done.
Announce = Callable[[str, int], Progress]


@dataclass(frozen=True)
class Sizes:
    """How many of each there are to be."""

    organisations: int
    clusters: int
    memberships: int


@transaction.atomic
def make_demo(sizes: Sizes, seed: int, announce: Announce) -> dict[str, int]:
    """Replace what an earlier run made. Answers how many rows of each kind were written, and ``removed``.

    Raises NotLoadedError and TooManyMembershipsError; then, as after every error, nothing has changed.
    """
    ground = find_ground()
    _be_patient()
    with indexed_afterwards(Organisation, Cluster):
        counts = _write(ground, sizes, seed, announce)
    _analyse()
    return counts


def _write(ground: Ground, sizes: Sizes, seed: int, announce: Announce) -> dict[str, int]:
    counts = {"removed": remove_earlier()}
    organisations = Organisations(seed, ground, _reserve_ids(Organisation, sizes.organisations), _taken_numbers())
    counts |= organisations.write(sizes.organisations, announce("organisations", sizes.organisations))
    recruits = Recruits(Random(f"{seed} recruits"), organisations.roster)  # noqa: S311 (not for secrets)
    clusters = Clusters(seed, ground, recruits, _reserve_ids(Cluster, sizes.clusters), _taken_slugs())
    counts |= clusters.write(sizes.clusters, announce("clusters", sizes.clusters))
    memberships = Memberships(seed, recruits)
    counts |= memberships.write(clusters.standings, sizes.memberships, announce("memberships", sizes.memberships))
    return counts


def _be_patient() -> None:
    """Lift the limits meant for requests, check references batch by batch, and write no history."""
    ignored = sorted(_history_triggers())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(ignored) + "}"])


def _history_triggers() -> set[str]:
    """The names in the database of the triggers that record history of this app's tables."""
    return {
        trigger.get_pgid(model)
        for model, trigger in pgtrigger.registered()
        if model._meta.app_label == "clusters" and str(trigger.name).endswith(("_insert", "_update", "_delete"))
    }


def _reserve_ids(model: type[models.Model], number: int) -> int:
    """The first of as many ids in a row that nobody else gets."""
    table = model._meta.db_table
    lock = SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(Identifier(table))
    sequence = "pg_get_serial_sequence(%s, 'id')"
    with connection.cursor() as cursor:
        cursor.execute(lock)
        cursor.execute(f"SELECT nextval({sequence})", [table])
        first = int(cursor.fetchone()[0])
        cursor.execute(f"SELECT setval({sequence}, %s)", [table, first + number])
    return first


def _taken_numbers() -> set[str]:
    used = Organisation.objects.exclude(organisation_number="")
    return set(used.values_list("organisation_number", flat=True))


def _taken_slugs() -> set[str]:
    return {*Cluster.objects.values_list("slug", flat=True), *ClusterName.objects.values_list("slug", flat=True)}


def _analyse() -> None:
    """Let the planner know of the new rows at once."""
    with connection.cursor() as cursor:
        for model in (Organisation, Cluster, Membership):
            cursor.execute(SQL("ANALYZE {}").format(Identifier(model._meta.db_table)))
