"""Faults of the database as visitors and programs see them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest
from django.db.utils import Error, InterfaceError, InternalError, OperationalError, ProgrammingError
from django.http import HttpRequest
from psycopg import errors
from psycopg_pool import PoolTimeout

from config.embedded_postgres import EmbeddedServer, throwaway_server
from config.middleware import answer, server_error, trouble_of
from tests.database import copy_to
from tests.served import served


def caused(kind: type[Error], cause: Exception) -> Error:
    """An error as Django hands it on from the driver."""
    error = kind("fault")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused(OperationalError, psycopg.OperationalError("connection refused")),
        caused(OperationalError, PoolTimeout("no connection within 10 s")),
        caused(InterfaceError, psycopg.InterfaceError("the connection is closed")),
        caused(OperationalError, errors.QueryCanceled()),
        caused(OperationalError, errors.TooManyConnections()),
        caused(OperationalError, errors.DiskFull()),
        caused(OperationalError, errors.AdminShutdown()),
        caused(OperationalError, errors.CannotConnectNow()),
        caused(InternalError, errors.ReadOnlySqlTransaction()),
        errors.QueryCanceled(),
    ],
    ids=lambda error: type(error.__cause__ or error).__name__,
)
def test_trouble_of_lost_or_overloaded_database_is_503(error: Exception) -> None:
    trouble = trouble_of(error, "POST")

    assert trouble
    assert trouble.status == HTTPStatus.SERVICE_UNAVAILABLE


@pytest.mark.parametrize("cause", [errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected])
def test_trouble_of_a_lock_is_409_on_a_save_and_503_on_a_read(cause: type[Exception]) -> None:
    error = caused(OperationalError, cause())

    statuses = [trouble.status for method in ("POST", "GET") if (trouble := trouble_of(error, method))]

    assert statuses == [HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE]


@pytest.mark.parametrize("error", [caused(ProgrammingError, errors.UndefinedTable()), ValueError("no"), None])
def test_trouble_of_our_own_mistakes_is_none(error: Exception | None) -> None:
    assert trouble_of(error, "GET") is None


@pytest.mark.parametrize(("path", "language"), [("/klynger/", "nb"), ("/en/clusters/", "en")])
def test_answer_speaks_the_language_of_the_address(path: str, language: str) -> None:
    request = HttpRequest()
    request.path, request.method = path, "POST"

    response = answer(request, caused(OperationalError, errors.LockNotAvailable()))

    assert response
    assert (response.status_code, response["Content-Language"], response["Retry-After"]) == (409, language, "1")
    assert f'<html lang="{language}"' in response.content.decode()


def test_server_error_recognises_the_fault_being_handled() -> None:
    request = HttpRequest()
    request.path, request.method = "/", "GET"

    try:
        raise caused(OperationalError, psycopg.OperationalError("connection refused"))
    except OperationalError:
        response = server_error(request)

    assert response.status_code == 503


@pytest.fixture(scope="module")
def fragile() -> Iterator[EmbeddedServer]:
    """A server with the registry in it, to be stopped and started."""
    with throwaway_server() as server:
        copy_to(server.owner_url)
        yield server


def ask(url: str) -> tuple[int, str, str]:
    """Status, content type and body of an answer."""
    try:
        with urlopen(Request(url), timeout=40) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()


def test_served_registry_says_503_while_the_database_is_away_and_recovers(
    fragile: EmbeddedServer, tmp_path: Path
) -> None:
    with served(fragile.url, tmp_path / "log") as base:
        before = ask(f"{base}/readyz")[0]
        fragile.leave()
        paths = ("/healthz", "/readyz", "/klynger/", "/en/clusters/", "/api/v1/clusters/")
        with ThreadPoolExecutor() as threads:
            alive, ready, norwegian, english, program = threads.map(lambda path: ask(base + path), paths)
        fragile.use()
        after = [ask(base + path)[0] for path in paths]

    assert (before, alive[0], ready[0]) == (200, 200, 503)
    assert norwegian[0] == english[0] == 503
    assert '<html lang="nb"' in norwegian[2]
    assert '<html lang="en"' in english[2]
    assert program[:2] == (503, "application/problem+json")
    assert json.loads(program[2])["status"] == 503
    assert after == [200] * len(paths)
