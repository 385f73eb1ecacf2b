"""Questions nobody should have to think of: every door answers them, or says what is wrong with them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from django.test import Client

from tests.clusters.api.reading import problem
from tests.database import address, own_database

DOORS = (
    "/klynger/",
    "/kart/",
    "/en/organisations/",
    "/klynger.csv",
    "/en/organisations.csv",
    "/api/v1/clusters/",
    "/api/v1/organisations/",
    "/api/v1/suggest/",
)
ANSWERED = {
    "operators": "a & b | !havbruk:A* <-> d",
    "an operator alone": "&",
    "quotes": "'\"' or ''1''='1",
    "open brackets": "((havbruk) [",
    "backslashes": "\\havbruk\\' \\",
    "percent signs": "%s %(q)s %",
    "placeholders": "{q} {0} $1 %%",
    "underscores": "_ __ ___",
    "emoji": "🐟👩‍🔬🇳🇴",
    "binding words": "og i på for the of",
    "punctuation": "?!.,;:–—…/",
    "spaces and line ends": " \t\r\n \u00a0\u2003 ",
    "right-to-left text": "\u202e\u05e9\u05dc\u05d5\u05dd \u200f\u0645\u0631\u062d\u0628\u0627\u202c",
    "zero-width characters": "hav\u200bbruk\u200d\ufeff",
    "combining characters": "A\u030alesund\u0301\u0302\u0303",
    "digits of every kind": "²²²² ①①①① １２３ ٩٧٤٧٦٠٦٧٣",
    "other alphabets": "한국어 ſtraße ﬁsk İstanbul ⅧⅧⅧ",
    "control characters": "\x01\x07\x1b[31m\x7f",
    "markup": "<script>alert(1)</script><!-- &amp;",
    "one word as long as may be": "a" * 200,
    "as many words as may be": "x " * 100,
    "a number too long": "9" * 200,
    "half an address": "https://www.../?q=%",
}
REFUSED = {
    "a text too long": quote("a" * 10_000),
    "many words too many": quote("havbruk " * 1_250),
    "NUL": "havbruk%00",
    "NUL alone": "%00",
    "what is not UTF-8": "%FF%FE",
    "half a surrogate": "%ED%A0%80",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ANSWERED.values(), ids=ANSWERED)
def test_strange_question_is_answered_at_every_door(client: Client, text: str) -> None:
    for door in DOORS:
        response = client.get(door, {"q": text})

        assert response.status_code in {200, 302}, door
        assert "<script>alert" not in _said(response), door


@pytest.mark.django_db
@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_impossible_question_is_refused_with_its_parameter_named_at_every_door(client: Client, value: str) -> None:
    for door in DOORS:
        response = client.get(f"{door}?q={value}")
        text = _said(response)

        assert response.status_code == 400, door
        assert re.search(r'<code>q</code>: \S+|^q: \S+|“q”|"parameter": ?"q"', text), (door, text[:500])
        assert "application/problem+json" not in response["Content-Type"] or len(text) < 2_000, door


def _said(response: Any) -> str:
    return str(response.getvalue().decode())


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/klynger/", "/en/organisations/"])
@pytest.mark.parametrize(
    "text", [ANSWERED[kind] for kind in ("an operator alone", "underscores", "punctuation", "emoji")]
)
def test_question_without_a_word_finds_nothing_rather_than_everything(client: Client, door: str, text: str) -> None:
    shown = _said(client.get(door, {"q": text}))

    assert '<li class="card">' not in shown


@pytest.mark.django_db
def test_what_was_typed_stands_in_the_field_again_as_it_was(client: Client) -> None:
    shown = _said(client.get("/en/clusters/", {"q": '"><b>hav & land</b>'}))

    assert 'value="&quot;&gt;&lt;b&gt;hav &amp; land&lt;/b&gt;"' in shown
    assert "<b>hav" not in shown


# A question that takes too long: another session holds the table that its answer is read from.


@contextmanager
def held(table: str) -> Iterator[None]:
    """Nobody can read the table meanwhile; the lock gives way by itself after ten seconds."""
    with psycopg.connect(address(own_database()), options="-c idle_in_transaction_session_timeout=10s") as other:
        other.execute(psycopg.sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(psycopg.sql.Identifier(table)))
        yield
        other.rollback()


def timeout() -> str:
    """After how long PostgreSQL breaks off a statement of this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusters.hits.PATIENCE", 50)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_question_that_takes_too_long_is_called_too_broad_at_every_door_with_pages(client: Client) -> None:
    with held("clusters_cluster"):
        page = client.get("/en/clusters/?q=havbruk")
        (fault,) = problem(client, "/clusters/?q=havbruk", 400)["errors"]
    with held("clusters_organisation"):
        (other,) = problem(client, "/organisations/?q=bergen", 400)["errors"]

    text = _said(page)
    assert page.status_code == 400
    assert "The search is too broad to be answered in time." in text
    assert "Write a longer or a further word, or choose a filter." in text
    assert 'value="havbruk"' in text
    assert '<form id="filter"' in text
    assert (fault["parameter"], fault["value"], fault["nearest"]) == ("q", "havbruk", None)
    assert "too broad" in fault["detail"]
    assert (other["parameter"], other["value"]) == ("q", "bergen")


@contextmanager
def ended_after(milliseconds: int) -> Iterator[None]:
    """Statements of this connection are broken off after so long, as a setting of the whole server would have it."""
    before = timeout()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(milliseconds)])
        yield
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [before])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/en/clusters.csv?q=havbruk", "clusters_cluster"),
        ("/en/organisations.csv", "clusters_organisation"),
        ("/api/v1/suggest/?q=havbruk", "clusters_organisation"),
    ],
)
def test_files_and_suggestions_that_take_too_long_are_called_too_broad_as_well(
    client: Client, address: str, table: str
) -> None:
    with held(table), ended_after(300):
        answer = client.get(address)

    assert answer.status_code == 400
    assert "too broad" in answer.content.decode()
    assert timeout() == "15s"


@pytest.mark.django_db(transaction=True)
def test_patience_with_a_question_is_over_with_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = timeout()

    with monkeypatch.context() as patched, held("clusters_cluster"):
        patched.setattr("clusters.hits.PATIENCE", 50)
        assert client.get("/en/clusters/?q=havbruk").status_code == 400

    assert client.get("/en/clusters/?q=havbruk").status_code == 200
    assert timeout() == before
