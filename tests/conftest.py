"""What every test may ask for: the served registry, and a browser that looks at it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, TransactionTestCase, override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from whitenoise.base import WhiteNoise

from history.ownership import as_owner
from tests.browser.window import Listener
from tests.chromium import MISSING, chromium, required
from tests.database import address, clone, close_connections, drop, own_database
from tests.served import served

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

#: Chromium is not to phone home or to reach anybody else, and as root it has no sandbox.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep browser tests together on one worker: one Chromium and one server are enough."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_report_header() -> str | None:
    """Say it once and loudly when no browser test can run."""
    return None if chromium() else MISSING


@pytest.fixture(scope="session", autouse=True)
def _leave_tables_filled() -> Iterator[None]:
    """Django empties all tables after a test that commits; the application may not, and a clone follows anyway."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _read_files_to_their_end() -> Iterator[None]:
    """A test shares its connection with the server: a file left half read would keep it from every later question."""
    ask = Client.request

    def request(client: Client, **asked: Any) -> Any:
        answer: Any = ask(client, **asked)
        if answer.streaming:
            answer.streaming_content = [b"".join(answer.streaming_content)]
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", request)
        yield


@pytest.fixture(scope="session", autouse=True)
def _list_static_files_once() -> Iterator[None]:
    """Every client has middleware of its own, and the one for static files looks at all of them: most of a request."""
    look, listed = WhiteNoise.update_files_dictionary, dict[tuple[str, str], dict[str, Any]]()

    def update(served: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            look(served, root, prefix)
            listed[root, prefix] = dict(served.files)
        served.files.update(listed[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", update)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Stands in for pytest-django's own: a clone takes a tenth of a second, migrations take many."""
    clone(own_database())
    # The real hasher takes most of a second, on purpose; here it would only keep everybody waiting.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
    close_connections(django_db_blocker)
    drop(own_database())


@pytest.fixture(scope="module")
def as_the_owner(django_db_setup: None) -> Iterator[None]:  # noqa: ARG001 (its database must be there)
    """The tests of the module speak to the database as the owner of its tables; all others as the application."""
    with as_owner():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits leaves its rows behind: give the next one the registry back.

    A hook and no fixture: connections are let go only when the test's last fixture is gone.
    """
    yield
    if nextitem is not None and commits(item):
        clone(own_database())


def commits(item: pytest.Item) -> bool:
    """Whether the test works without a transaction around it."""
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and (marker.kwargs.get("transaction") or True in marker.args)
    return bool(is_marked) or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the registry under granian, on its own copy of the real data."""
    name = f"{own_database()}_server"
    clone(name)
    try:
        with served(address(name), tmp_path_factory.mktemp("server") / "log") as base:
            yield base
    finally:
        drop(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for the session."""
    path = chromium()
    if path is None:
        (pytest.fail if required() else pytest.skip)(MISSING)
    # The driver keeps an event loop in this thread, which Django would take for a reason to refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of an own session; paths are relative to the server.

    Whatever asks another host, throws in a script or breaks the content policy fails the test at its end.
    """
    context = browser.new_context(base_url=server)
    page = context.new_page()
    listener = Listener(page, urlsplit(server).netloc)
    yield page
    keep_picture(page, request.node.name)
    context.close()
    assert not listener.faults, "\n".join(listener.faults)


@pytest.fixture(scope="session")
def cookies_of_an_administrator(browser: Browser, server: str) -> Any:
    """What the browser of a system administrator keeps who has gone the whole way into the workplace, once."""
    from tests.browser.workplace import create_staff, first_login

    with browser.new_context(base_url=server) as context:
        first_login(context.new_page(), "nettleser", create_staff("nettleser"))
        return context.cookies()


@pytest.fixture
def staff(page: Page, cookies_of_an_administrator: Any) -> Page:
    """A page of a system administrator, "nettleser", who is logged in."""
    page.context.add_cookies(cookies_of_an_administrator)
    return page


def keep_picture(page: Page, name: str) -> None:
    """Leave a picture of the page under test-artefacts/ when PICTURES=1 asks for it."""
    if os.environ.get("PICTURES") == "1":
        page.screenshot(path=Path("test-artefacts", f"{name}.png"), full_page=True)
