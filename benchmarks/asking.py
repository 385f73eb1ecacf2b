"""A question asked in each way that is compared: its very SQL, the same without facets, the API and the page."""

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from benchmarks.catalogues import Catalogue
from benchmarks.kinds import Question
from benchmarks.replays import Asked, listening
from clusters.api.suggest import DEFAULT_SIZE
from clusters.hits import Hits, HitsPaginator
from clusters.listing import PAGE_SIZE, Listing
from clusters.spelling import offers
from clusters.suggestions import STATEMENT, parameters
from published.edition import current_edition

SUGGEST = "/api/v1/suggest/"
#: Asks a question once, and waits for the whole answer.
Way = Callable[[], object]


@dataclass(frozen=True)
class Database:
    """A connection of psycopg's own, with the session settings of the application's."""

    connection: psycopg.Connection[Any]

    @classmethod
    def connect(cls) -> "Database":
        """To the database of the settings."""
        options = connection.settings_dict["OPTIONS"]["options"]
        kept = {**connection.get_connection_params(), "options": options}
        wanted = {
            name: kept[name] for name in ("dbname", "user", "password", "host", "port", "options") if name in kept
        }
        return cls(psycopg.connect(autocommit=True, cursor_factory=psycopg.ClientCursor, **wanted))

    def run(self, statements: list[Asked]) -> None:
        """Each statement as the application sends it, with its settings, and all that it answers."""
        cursors: list[Any] = []
        with self.connection.pipeline():
            for asked in statements:
                kind = psycopg.RawCursor if asked.how == "raw" else psycopg.ClientCursor
                cursors.append(kind(self.connection))
                cursors[-1].execute(asked.text.encode(), asked.values, prepare=asked.prepare)
        for cursor in cursors:
            if cursor.description:
                cursor.fetchall()

    def suggest(self, values: list[object]) -> None:
        """The suggestions, prepared."""
        psycopg.RawCursor(self.connection).execute(STATEMENT, values, prepare=True).fetchall()


@dataclass(frozen=True)
class Served:
    """The registry over HTTP, on one connection that is kept open."""

    connection: http.client.HTTPConnection

    @classmethod
    def at(cls, base: str) -> "Served":
        """Connected to the address."""
        return cls(http.client.HTTPConnection(urlsplit(base).netloc, timeout=60))

    def get(self, address: str) -> None:
        """The whole answer. Raises RuntimeError when it is none."""
        self.connection.request("GET", address)
        response = self.connection.getresponse()
        response.read()
        if response.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{address}: {response.status}")


def ways(question: Question, catalogue: Catalogue, database: Database, served: Served | None) -> dict[str, Way]:
    """The ways to ask the question; a record has no facets to be without, suggestions have no page."""
    found = _without_server(question, catalogue, database)
    if served:
        found |= {name: partial(served.get, address) for name, address in addresses(question, catalogue).items()}
    return found


def _without_server(question: Question, catalogue: Catalogue, database: Database) -> dict[str, Way]:
    if question.noun == "suggest":
        values = parameters(dict(question.asked)["q"], timezone.localdate(), DEFAULT_SIZE)
        return {"raw": lambda: database.suggest(values)}
    if question.key:
        client, address = Client(SERVER_NAME="localhost"), addresses(question, catalogue)["API"]
        return {"raw": partial(database.run, asked_by(lambda: client.get(address)))}
    if question.leads_on:
        filterset = _filterset(question, catalogue)
        filterset.edition = current_edition()
        listing = Listing(filterset, catalogue.tallies, catalogue.noun)
        return {"raw": partial(database.run, asked_by(lambda: listing.destination))}
    raw, alone = (_list_statements(question, catalogue, with_facets=with_facets) for with_facets in (True, False))
    return {"raw": partial(database.run, raw), "alone": partial(database.run, alone)}


def _filterset(question: Question, catalogue: Catalogue) -> Any:
    """The question, read. Raises ValueError where it is faulty."""
    filterset = catalogue.filterset(QueryDict(urlencode(question.asked)), queryset=catalogue.model.objects.all())
    if filterset.problems:
        raise ValueError(f"{question}: {filterset.problems}")
    return filterset


def _list_statements(question: Question, catalogue: Catalogue, *, with_facets: bool) -> list[Asked]:
    """What a list asks for its page, the records on it and, of a mistyped question, the spellings to offer."""
    filterset = _filterset(question, catalogue)
    filterset.edition = current_edition()
    values = filterset.data
    hits: Any = Hits(filterset, catalogue.tallies if with_facets else {})
    paginator = HitsPaginator(hits, int(values.get("page_size", PAGE_SIZE)))
    statements = asked_by(lambda: paginator.page(values.get("page", 1)))
    return statements + (asked_by(lambda: offers(filterset)) if question.is_mistyped else [])


def asked_by(ask: Way) -> list[Asked]:
    """The statements that it sends."""
    with listening() as statements:
        ask()
    return statements


def addresses(question: Question, catalogue: Catalogue) -> dict[str, str]:
    """Where the API and the page answer the question, both with as many rows."""
    if question.noun == "suggest":
        return {"API": f"{SUGGEST}?{urlencode(question.asked)}"}
    if question.leads_on:
        return {"page": f"{catalogue.door.page}?{urlencode(question.asked)}"}
    if question.key:
        return {"API": f"{catalogue.door.api}{question.key}/", "page": f"{catalogue.door.page}{question.key}/"}
    sized = {"page_size": str(PAGE_SIZE), **dict(question.asked)}
    return {
        "API": f"{catalogue.door.api}?{urlencode(sized)}",
        "page": f"{catalogue.door.page}?{urlencode(question.asked)}",
    }
