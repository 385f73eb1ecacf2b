"""Rows of lists that are shown again as they were, until something published changes."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from clusters.hits import Hits
from clusters.models import Cluster
from tests.clusters.test_standing import SLUG


@pytest.fixture
def visitor(client: Client) -> Client:
    """Somebody whose pages are made anew: they carry a cookie."""
    client.cookies["egen"] = "1"
    return client


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The template of each card that is made."""
    templates: list[str] = []

    def noting(template: str, *values: Any) -> Any:
        templates.append(template)
        return render_to_string(template, *values)

    monkeypatch.setattr("clusters.templatetags.clusters.render_to_string", noting)
    return templates


@pytest.mark.django_db(transaction=True)
def test_cards_are_made_again_when_anything_published_has_changed(visitor: Client, made: list[str]) -> None:
    address = "/klynger/?tier=gce"
    visitor.get(address)
    made.clear()

    assert "Blåskjell på land" not in visitor.get(address).text
    assert made == []
    Cluster.objects.filter(slug=SLUG).update(summary_nb="Blåskjell på land")
    assert "Blåskjell på land" in visitor.get(address).text


@pytest.mark.django_db(transaction=True)
def test_records_are_asked_for_once_whatever_pages_they_stand_on(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ask = Hits._rows

    def noting(hits: Hits, ids: list[int]) -> Any:
        asked.extend(ids)
        return ask(hits, ids)

    monkeypatch.setattr(Hits, "_rows", noting)
    Cluster.objects.filter(slug=SLUG).update(summary_nb="Blåskjell på land")
    visitor.get("/klynger/?tier=gce")
    of_tier = set(asked)
    asked.clear()

    assert "Blåskjell på land" in visitor.get("/klynger/?tier=gce&ordering=-members").text
    visitor.get("/en/clusters/?tier=gce")
    assert asked == []
    visitor.get("/klynger/?as_of=2020-01-01&tier=gce")
    assert len(of_tier) > 1
    assert of_tier >= set(asked) != set()


@pytest.mark.django_db(transaction=True)
def test_cards_are_made_for_each_language_day_and_question(visitor: Client) -> None:
    nb, en, then, asked = (
        visitor.get(address).text
        for address in ("/klynger/", "/en/clusters/", "/klynger/?as_of=2016-08-17", "/klynger/?q=ocean")
    )

    assert "I programmet siden" in nb
    assert "In the programme since" in en
    assert "?as_of=2016-08-17" in then
    assert "<mark>Ocean</mark>" in asked
    assert "<mark>" not in nb
