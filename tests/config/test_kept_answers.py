"""Answers that are given again: to whom, until when, and never a stale one."""

import datetime as dt
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from config.kept_answers import KeptAnswers
from config.shelves import Kept, OwnShelf
from doors.keeping import follows_edition
from published.edition import EditionReader
from tests.database import address, own_database

committing = pytest.mark.django_db(transaction=True)
GZIP = {"accept-encoding": "gzip"}
#: Two caches: the worker's own memory, and one of Django's, as Redis is.
SHELVES: list[dict[str, Any]] = [{}, {"answers": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}]


class View:
    """Says how often it was asked, with the headers it is told to give."""

    def __init__(self) -> None:
        self.times = 0
        self.headers: dict[str, str] = {"ETag": '"merke"', "Vary": "Accept, Accept-Encoding", "RateLimit": "rest=9"}
        self.is_marked = True
        self.status = 200

    def __call__(self, _request: HttpRequest) -> HttpResponse:
        self.times += 1
        answer = HttpResponse(f"Svar {self.times}", headers=self.headers, status=self.status)
        return follows_edition(answer) if self.is_marked else answer


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture(params=SHELVES, ids=["own", "shared"])
def ask(request: pytest.FixtureRequest, view: View, rf: RequestFactory) -> Iterator[Callable[..., HttpResponse]]:
    """Asks the view through the cache; GET unless told otherwise."""
    with override_settings(ANSWER_CACHE_MB=1, CACHES={**settings.CACHES, **request.param}):
        middleware: Any = KeptAnswers(view)
        if isinstance(middleware.shelf, OwnShelf) is bool(request.param):
            pytest.fail("the other shelf is asked")
        yield lambda path="/klynger/", method="GET", **headers: middleware(
            rf.generic(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        )
        middleware.reader._let_go()


def rename(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clusters_cluster SET acronym = %s WHERE slug = 'akvarena'", [name])


@committing
def test_answer_is_given_again_until_something_published_changes(ask: Any) -> None:
    first, again = ask(), ask()
    rename("AKVA")
    changed = ask()

    assert [answer.content for answer in (first, again, changed)] == [b"Svar 1", b"Svar 1", b"Svar 2"]
    assert again.headers["ETag"] == '"merke"'
    assert "RateLimit" in first.headers
    assert "RateLimit" not in again.headers


@committing
def test_answer_of_yesterday_is_made_anew(ask: Any) -> None:
    with time_machine.travel(dt.datetime(2026, 5, 16, 21, 59, tzinfo=dt.UTC), tick=False):
        yesterday = ask().content
    with time_machine.travel(dt.datetime(2026, 5, 16, 22, 0, tzinfo=dt.UTC), tick=False):  # midnight in Oslo
        today = ask().content

    assert (yesterday, today) == (b"Svar 1", b"Svar 2")


@committing
def test_answers_to_others_are_told_apart(ask: Any) -> None:
    asked = [
        ({}, b"Svar 1"),
        ({"path": "/klynger/?q=laks"}, b"Svar 2"),
        ({"path": "/en/clusters/"}, b"Svar 3"),
        ({"host": "localhost"}, b"Svar 4"),
        ({"accept": "text/csv"}, b"Svar 5"),
        ({"accept_encoding": "gzip, br"}, b"Svar 6"),
        ({"accept_encoding": "zstd, gzip"}, b"Svar 6"),
        ({"accept_language": "en"}, b"Svar 1"),
        ({"accept": "text/csv"}, b"Svar 5"),
        ({"method": "HEAD"}, b"Svar 1"),
    ]

    assert [ask(**headers).content for headers, _answer in asked] == [answer for _headers, answer in asked]


@committing
def test_nobody_is_given_what_somebody_else_alone_may_see(ask: Any) -> None:
    personal: list[dict[str, str]] = [
        {"cookie": "sessionid=1"},
        {"range": "bytes=0-1"},
    ]

    ask()
    others = [ask(**headers).content for headers in [*personal, {"method": "POST"}]]

    assert others == [b"Svar 2", b"Svar 3", b"Svar 4"]
    assert ask().content == b"Svar 1"


@committing
@pytest.mark.parametrize(
    "fault",
    [{"is_marked": False}, {"status": 404}, {"headers": {"Vary": "Cookie"}}, {"headers": {"Vary": "*"}}],
    ids=str,
)
def test_answer_that_is_not_for_all_is_not_kept(ask: Any, view: View, fault: dict[str, Any]) -> None:
    for name, value in fault.items():
        setattr(view, name, value)

    assert (ask().content, ask().content) == (b"Svar 1", b"Svar 2")


@committing
def test_whoever_has_the_answer_is_not_sent_it_again(ask: Any, view: View) -> None:
    ask()
    known = ask(if_none_match='"merke"')

    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", '"merke"')
    assert view.times == 1
    assert ask(if_none_match='"annet"').content == b"Svar 1"


@committing
def test_edition_is_read_again_after_its_connection_was_killed_and_is_unknown_without_a_database() -> None:
    reader = EditionReader()
    before = reader.read()
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as other:
        assert reader._connection
        other.execute("SELECT pg_terminate_backend(%s)", [reader._connection.info.backend_pid])
    after = reader.read()
    reader._let_go()

    assert before
    assert before == after
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/no/such/folder")
        assert EditionReader().read() is None


def test_shelf_lets_go_of_what_nobody_asked_for_longest() -> None:
    shelf = OwnShelf(10_000)
    answer = Kept((), (), b"x" * 2_000)  # with its overhead, three have room
    for key in "abc":
        shelf.put(key, (answer,))
    shelf.get("a")
    shelf.put("d", (answer,))

    assert [bool(shelf.get(key)) for key in "abcd"] == [True, False, True, True]
    shelf.put("big", (Kept((), (), b"x" * 20_000),))
    assert [bool(shelf.get(key)) for key in ("a", "d", "big")] == [False] * 3


COMMITS, READERS = 25, 4
#: Between two commits of a writer somebody gets an answer, or there would be nothing to hunt.
ANSWERS_BETWEEN = 2


@committing
def test_no_answer_is_ever_older_than_what_had_committed_before_it_was_asked_for(server: str) -> None:
    hunt = Hunt(server)
    hunt.run()

    assert hunt.stale == []
    assert hunt.asked >= COMMITS * ANSWERS_BETWEEN
    assert hunt.known > 0


class Hunt:
    """Writers that count up in clusters, each commit noted; readers that look for a number below the one noted."""

    SLUGS = ("gce-node", "nce-culinology", "oslo-cancer-cluster")

    def __init__(self, base: str) -> None:
        self.netloc = urlsplit(base).netloc
        self.noted = dict.fromkeys(self.SLUGS, 0)
        self.stale: list[str] = []
        self.asked = self.known = 0
        self.is_over = threading.Event()
        self.faults: list[BaseException] = []

    def run(self) -> None:
        self.database = address(f"{own_database()}_server")
        readers = [threading.Thread(target=self._guarded, args=(self.read, number)) for number in range(READERS)]
        writers = [threading.Thread(target=self._guarded, args=(self.write, slug)) for slug in self.SLUGS]
        for thread in (*readers, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        self.is_over.set()
        for thread in readers:
            thread.join()
        assert not self.faults, self.faults

    def _guarded(self, work: Callable[[Any], None], argument: Any) -> None:
        try:
            work(argument)
        except BaseException as fault:  # noqa: BLE001 (a thread's fault would go unheard)
            self.faults.append(fault)
            self.is_over.set()

    def write(self, slug: str) -> None:
        statement = "UPDATE clusters_cluster SET summary_nb = %s WHERE slug = %s"
        with psycopg.connect(self.database, autocommit=True) as database:
            for number in range(1, COMMITS + 1):
                database.execute(statement, [f"NR{number:04}", slug])
                self.noted[slug] = number
                enough = self.asked + ANSWERS_BETWEEN
                while self.asked < enough and not self.is_over.is_set():
                    time.sleep(0.001)

    def read(self, number: int) -> None:
        etags: dict[str, tuple[str, int]] = {}
        with closing(http.client.HTTPConnection(self.netloc, timeout=60)) as asker:
            while not self.is_over.is_set():
                for slug in self.SLUGS:
                    path = f"/klynger/{slug}/" if number == 0 else f"/api/v1/clusters/{slug}/"
                    self._ask(asker, slug, path, etags)
                    self._ask(asker, slug, path, etags)

    def _ask(self, asker: http.client.HTTPConnection, slug: str, path: str, etags: dict[str, tuple[str, int]]) -> None:
        least = self.noted[slug]
        etag, had = etags.get(path, ("", 0))
        asker.request("GET", path, headers={"If-None-Match": etag} if etag else {})
        answer = asker.getresponse()
        text = answer.read().decode()
        found = had if answer.status == 304 else int(text.partition("NR")[2][:4] or 0)
        self.asked += 1
        self.known += answer.status == 304
        etags[path] = (answer.headers.get("ETag", ""), found)
        if found < least:
            self.stale.append(f"{path}: {found} after {least} ({answer.status})")
