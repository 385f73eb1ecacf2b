"""The statement behind the suggestions: asked once, prepared, and never reading a table from end to end."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.sql import SQL, Literal

from clusters.models import Sector
from clusters.suggestions import STATEMENT, parameters, suggestions
from tests.clusters.api.reading import get

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def plans_made() -> int:
    """How often this connection has run the prepared statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(generic_plans + custom_plans), 0) FROM pg_prepared_statements"
            " WHERE statement LIKE '%later AS MATERIALIZED%'"
        )
        return int(cursor.fetchone()[0])


def test_suggestions_are_one_prepared_statement(client: Client) -> None:
    connection.ensure_connection()
    connection.connection.prepare_threshold = 5
    before = plans_made()

    with CaptureQueriesContext(connection) as queries:
        for text in ("ocean", "nce sub", "oslo", "9154"):
            get(client, "/suggest/", {"q": text})

    assert all("published_edition" in query["sql"] for query in queries)  # Django's own, for the ETag
    assert plans_made() - before == 4


def test_no_source_is_read_from_end_to_end() -> None:
    values = parameters("gceocean.no", TODAY, 7)
    with connection.cursor() as cursor:
        own = cursor.connection
        own.execute("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan")
        own.execute(b"PREPARE suggested AS " + STATEMENT)
        literals = SQL(", ").join(map(Literal, values))
        plan = own.execute(SQL("EXPLAIN EXECUTE suggested ({})").format(literals)).fetchall()
        own.execute("DEALLOCATE suggested")
    read = [line for (line,) in plan if "Seq Scan" in line]

    assert all("clusters_sector" in line for line in read), read


def test_sectors_stay_few_enough_to_be_read_whole() -> None:
    assert Sector.objects.count() < 50


def test_too_little_is_not_even_asked() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert suggestions("!", TODAY, 7) == suggestions("a", TODAY, 7) == []

    assert len(queries) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("blue m", "'blue':*"),  # the last word is still being typed
        ("blue mar", "'blue':* & 'mar':*"),
        ("dnb as asker", "'dnb':* & 'as' & 'asker':*"),
        ("o'hara:*&!", "'o' & 'hara':*"),
        ("a b", None),
    ],
)
def test_words_are_looked_for_by_their_beginnings(text: str, words: str | None) -> None:
    assert words in parameters(text, TODAY, 7)
