"""From a database address to Django's settings."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

#: Nothing may hold a worker for ever: a statement, a lock or an idle transaction gives up (milliseconds).
#: A page of an index costs what any other page does: it lies in memory, or on a disk without a moving arm. By
#: PostgreSQL's own reckoning the places of 25 rows were found by reading all regions 25 times, ten times slower.
SESSION_SETTINGS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
    " -c random_page_cost=1.1"
)

#: Seconds. The pool waits twice as long after every failed connection, for minutes by default: after a database was
#: back, the next two requests in a row still failed. Given up early, a new request tries again at once.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 5}

#: Statements are prepared on our own pool's connections only: behind somebody else's pooler they are lost. Django
#: never prepares any; those that ask for it (clusters/suggestions.py) are written so that one plan serves all values.
PREPARE_FROM = 5
PLAN_ONCE = "-c plan_cache_mode=force_generic_plan"


def database_settings(url: str, *, pool: bool, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's DATABASES entry for a libpq address such as ``postgresql://user@host/name``.

    libpq's own parser reads it, so socket folders, several hosts and every libpq option work.
    Raises ValueError naming the fault, and the variable, when the address cannot be read or names no database.
    """
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ValueError(f"{variable} cannot be read: {error}".strip()) from error
    if not parts.get("dbname"):
        raise ValueError(f"{variable} names no database; write postgresql://user@host/database")
    settings = {DJANGO_NAMES[key]: str(value) for key, value in parts.items() if key in DJANGO_NAMES}
    options: dict[str, Any] = {key: value for key, value in parts.items() if key not in DJANGO_NAMES}
    session = f"{SESSION_SETTINGS} {PLAN_ONCE}" if pool else SESSION_SETTINGS
    options["options"] = f"{session} {options.get('options', '')}".strip()
    if pool:
        options |= {"pool": POOL, "prepare_threshold": PREPARE_FROM}
    return {
        "ENGINE": "config.postgresql",
        **settings,
        "OPTIONS": options,
    }


def owner_settings(url: str, application: dict[str, Any]) -> dict[str, Any] | None:
    """Django's entry for the owner of the tables, None where only the application's address is given.

    Raises ValueError when the two addresses do not name two roles: the fence around history rests on that.
    """
    if not url:
        return None
    owner = database_settings(url, pool=False, variable="DATABASE_OWNER_URL")
    if not application.get("USER") or application["USER"] == owner.get("USER"):
        raise ValueError(
            "DATABASE_URL and DATABASE_OWNER_URL must name two different users: the application's and the owner's; "
            "without a role of the application's own, give DATABASE_URL alone"
        )
    return owner
