"""The tests' databases, as a pytest plugin: one migrated template with the real registry, cloned for everybody.

Loaded with ``-p`` before pytest-django reads the settings. The controller makes the server (or takes the one
DATABASE_URL names) and the template, unless that is kept from before (template.py); each worker clones its own
database and never touches another.
"""

import os
import secrets
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from config.embedded_postgres import EmbeddedServer, throwaway_server
from config.file_locks import locked
from config.local import LOCAL_FOLDER
from config.prepare import collect_static, compile_translations
from config.server_account import binaries, server_account
from tests import template

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

PROJECT = Path(__file__).resolve().parent.parent
#: How workers learn from the controller which template to clone.
TEMPLATE_VARIABLE = "KLYNGEREGISTERET_TEST_TEMPLATE"

_resources = ExitStack()
#: The server of this session's own, if it has one, and what its template is made from.
_server: EmbeddedServer | None = None
_sources = template.fingerprint() if "PYTEST_XDIST_WORKER" not in os.environ else ""


def in_controller() -> bool:
    """Whether this process collects and distributes, or is the only one."""
    return "PYTEST_XDIST_WORKER" not in os.environ


def own_database() -> str:
    """The name of this process's database."""
    return f"{os.environ[TEMPLATE_VARIABLE]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def address(database: str) -> str:
    """The libpq address of another database on the tests' server, for the application."""
    return make_conninfo(os.environ["DATABASE_URL"], dbname=database)


def owner_address(database: str) -> str:
    """The same for the owner of the tables."""
    return make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=database)


def environment(database: str) -> dict[str, str]:
    """What a process of its own needs to work on that database."""
    return {**os.environ, "DATABASE_URL": address(database), "DATABASE_OWNER_URL": owner_address(database)}


def administer(statement: str, *names: str) -> None:
    """Run one statement on the server as a whole, with names of databases in the places of ``{}``."""
    with psycopg.connect(owner_address("postgres"), autocommit=True) as connection:
        connection.execute(SQL(statement).format(*map(Identifier, names)))


def clone(name: str) -> None:
    """Make the database a fresh copy of the template, whatever it held before."""
    drop(name)
    administer("CREATE DATABASE {} TEMPLATE {}", name, os.environ[TEMPLATE_VARIABLE])


def drop(name: str) -> None:
    """Remove a database together with whoever is still connected to it."""
    administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Complete the environment before pytest-django reads the settings from it."""
    os.environ.setdefault("SECRET_KEY", "a-key-for-tests-that-protects-nothing-at-all")
    # Two workers and some hundred processes read the same modules: each is compiled once, whatever the shell prefers.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["DATABASE_POOL"] = "false"  # a pool would keep clones busy that are to be dropped
    os.environ["ANSWER_CACHE_MB"] = "0"  # a transaction that is never committed has an edition of its own
    if in_controller():
        os.environ[TEMPLATE_VARIABLE] = f"klyngeregisteret_test_{os.getpid()}"
        if not os.environ.get("DATABASE_URL"):
            start_server()
        elif not os.environ.get("DATABASE_OWNER_URL"):
            os.environ |= with_a_role_of_its_own(os.environ["DATABASE_URL"])
    # From here on the real database is out of reach, for subprocesses of tests too.
    os.environ.update(environment(own_database()))


def start_server() -> None:
    """Start a server of this session's own, with the template in it if that has been kept."""
    global _server  # noqa: PLW0603 (pytest's hooks share nothing else)
    LOCAL_FOLDER.mkdir(exist_ok=True)
    os.environ[TEMPLATE_VARIABLE] = "klyngeregisteret_test"
    _server = _resources.enter_context(throwaway_server(fill=lambda data: template.take(data, _sources)))
    os.environ |= {"DATABASE_URL": _server.url, "DATABASE_OWNER_URL": _server.owner_url}


def with_a_role_of_its_own(owner: str) -> dict[str, str]:
    """Both addresses on a server of which only the owner's is given; migrations make the application's role there."""
    role = f"klyngeregisteret_test_{os.getpid()}"
    _resources.callback(lambda: administer("DROP ROLE IF EXISTS {}", role))
    application = make_conninfo(owner, user=role, password=secrets.token_urlsafe())
    return {"DATABASE_URL": application, "DATABASE_OWNER_URL": owner}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Build what all workers share, before xdist starts them."""
    if in_controller() and not session.config.option.collectonly:
        name = os.environ[TEMPLATE_VARIABLE]
        if _server and exists(name):
            prepare_files()
            return
        administer("CREATE DATABASE {}", name)
        _resources.callback(drop, name)
        prepare(name)
        if _server:
            _server.leave()
            template.keep(_server.data, _sources)
            _server.use()


def exists(database: str) -> bool:
    """Whether the server has that database."""
    with psycopg.connect(owner_address("postgres")) as connection:
        return bool(connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount)


def prepare_files() -> None:
    """The part of ``config.prepare`` that is about files."""
    with locked(LOCAL_FOLDER / "prepare.lock"):
        compile_translations()
        collect_static()


def prepare(database: str) -> None:
    """Make the database what ``make run`` makes it; ends the whole session when that fails."""
    done = subprocess.run(
        [sys.executable, "-m", "config.prepare"],
        cwd=PROJECT,
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"The tests' database cannot be built.\n{done.stdout}", 1)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Drop the template and end the server with the session."""
    _resources.close()


def close_connections(blocker: "DjangoDbBlocker") -> None:
    """Let go of this process's database, which is about to be replaced or dropped."""
    from django.db import connections

    with blocker.unblock():
        connections.close_all()


def copy_to(url: str) -> None:
    """Put the template's registry into the empty database of another server."""
    programs = binaries(server_account())
    source = [str(programs / "pg_dump"), "--no-owner", f"--dbname={owner_address(os.environ[TEMPLATE_VARIABLE])}"]
    dump = subprocess.run(source, capture_output=True, check=True)
    target = [str(programs / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={url}"]
    subprocess.run(target, input=dump.stdout, stdout=subprocess.DEVNULL, check=True)
