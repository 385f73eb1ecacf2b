"""The pool that requests take their connection to the database from."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from psycopg import RawCursor
from psycopg_pool import ConnectionPool

from config.postgresql import base
from config.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool() -> Iterator["ConnectionPool[Any]"]:
    """As the registry's, to the database of the tests, with one connection."""
    usual = connections["default"].settings_dict
    sizes = {"min_size": 1, "max_size": 1, "timeout": 5}
    wrapper = DatabaseWrapper(
        {**usual, "OPTIONS": {**usual["OPTIONS"], "pool": sizes, "prepare_threshold": 5}}, "pooled"
    )
    with wrapper.pool as opened:
        yield opened
    wrapper.close_pool()


def process(pool: "ConnectionPool[Any]") -> int:
    """That of the server's which answers over the connection that is given out."""
    with pool.connection() as given:
        return int(given.execute("SELECT pg_backend_pid()").fetchone()[0])


def test_a_connection_that_was_lost_while_it_rested_is_replaced(
    pool: "ConnectionPool[Any]", monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = process(pool)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])
    monkeypatch.setattr(base, "RESTED", 0.0)

    assert process(pool) != lost


def test_a_connection_that_has_just_been_in_use_is_not_looked_at(
    pool: "ConnectionPool[Any]", monkeypatch: pytest.MonkeyPatch
) -> None:
    process(pool)
    looks: list[Any] = []
    monkeypatch.setattr(base, "RESTED", 3600.0)
    monkeypatch.setattr(ConnectionPool, "check_connection", looks.append)

    assert process(pool) == process(pool)
    assert looks == []


def test_a_connection_keeps_few_plans_for_each_takes_memory_of_the_server(pool: "ConnectionPool[Any]") -> None:
    with pool.connection() as given:
        for number in range(2 * base.MOST_PREPARED):
            RawCursor(given).execute(f"SELECT {number}", prepare=True)
        kept = given.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()[0]

    assert base.MOST_PREPARED / 2 < kept <= base.MOST_PREPARED + 1
