"""The whole of the synthetic registry, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

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
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    HostPeriod,
    Membership,
    Organisation,
    OrganisationName,
    TierPeriod,
)

#: Called with what is being written and how many rows of it; within the block, the answer is told of rows done.
Announce = Callable[[str, int], AbstractContextManager[Progress]]
_IGNORE = "SELECT set_config('pgtrigger.ignore', %s, true)"
#: What gets rows here.
WRITTEN = (Organisation, OrganisationName, Cluster, ClusterSector, TierPeriod, ClusterName, HostPeriod, Membership)


@dataclass(frozen=True)
class Sizes:
    """How many of each there are to be."""

    organisations: int
    clusters: int
    memberships: int


@transaction.atomic(durable=True)
def make_demo(sizes: Sizes, seed: int, announce: Announce) -> dict[str, int]:
    """Replace what an earlier run made. Answers how many rows of each kind were written, and ``removed``.

    Every rule of the database is checked. History and the stream of changes are not written: they would treble the
    rows, and a membership took two thirds more time to write with history than without (123 against 76 microseconds).

    Raises NotLoadedError and TooManyMembershipsError; then, as after every error, nothing has changed.
    """
    ground = find_ground()
    with _for_a_long_time(), indexed_afterwards(Organisation, Cluster):
        counts = {"removed": remove_earlier()}
        counts |= _write(ground, sizes, seed, announce)
    _analyse()
    return counts


def _write(ground: Ground, sizes: Sizes, seed: int, announce: Announce) -> dict[str, int]:
    organisations = Organisations(seed, ground, _reserve_ids(Organisation, sizes.organisations), _taken_numbers())
    with announce("organisations", sizes.organisations) as progress:
        counts = organisations.write(sizes.organisations, progress)
    recruits = Recruits(Random(f"{seed} recruits"), organisations.roster)
    clusters = Clusters(seed, ground, recruits, _reserve_ids(Cluster, sizes.clusters), _taken_slugs())
    with announce("clusters", sizes.clusters) as progress:
        counts |= clusters.write(sizes.clusters, progress)
    with announce("memberships", sizes.memberships) as progress:
        counts |= Memberships(seed, recruits).write(clusters.standings, sizes.memberships, progress)
    return counts


@contextmanager
def _for_a_long_time() -> Iterator[None]:
    """Lift the limits meant for requests, check references batch by batch; write no history and no stream meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SET CONSTRAINTS ALL IMMEDIATE")
        # What pgtrigger.ignore() sets, which does not reach COPY.
        cursor.execute(_IGNORE, ["{" + ",".join(_telling_triggers()) + "}"])
    yield
    with connection.cursor() as cursor:
        cursor.execute(_IGNORE, ["{}"])
        cursor.execute("SELECT publish_edition()")  # answers that somebody keeps are no longer right


def _telling_triggers() -> list[str]:
    """The names in the database of the triggers that record history, or the stream, of what is written here."""
    told = ("insert_insert", "update_update", "delete_delete", "publish")
    written: tuple[Any, ...] = WRITTEN
    triggers = [(model, trigger) for model in written for trigger in model._meta.triggers]
    return [trigger.get_pgid(model) for model, trigger in triggers if trigger.name.startswith(told)]


def _reserve_ids(model: type[models.Model], number: int) -> int:
    """The first of as many ids in a row that nobody else gets."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(Identifier(table)))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + number])
    return first


def _taken_numbers() -> set[str]:
    used = Organisation.objects.exclude(organisation_number="")
    return set(used.values_list("organisation_number", flat=True))


def _taken_slugs() -> set[str]:
    return {*Cluster.objects.values_list("slug", flat=True), *ClusterName.objects.values_list("slug", flat=True)}


def _analyse() -> None:
    """Let the planner know of the new rows at once; a later run would else look for each of them in whole tables."""
    with connection.cursor() as cursor:
        for model in WRITTEN:
            cursor.execute(SQL("ANALYZE {}").format(Identifier(model._meta.db_table)))
