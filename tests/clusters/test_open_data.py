"""The page of open data: the API as its schema tells of it, asked while the page is made."""

import html
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from clusters import open_data
from clusters.models import Cluster
from doors.api.examples import MOST_LINES
from tests.clusters.api.reading import get
from tests.markup import Html

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/en/data/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(client: Client) -> dict[str, Any]:
    """Path → operation of every resource of the schema."""
    operations = ((path, methods["get"]) for path, methods in get(client, "/schema/")["paths"].items())
    return {path: operation for path, operation in operations if operation.get("tags")}


@pytest.mark.parametrize("address", ["/data/", "/en/data/"])
def test_the_page_says_what_the_schema_says(client: Client, address: str) -> None:
    text = page(client, address)
    read = Html(text)
    names = {parameter["name"] for operation in told(client).values() for parameter in operation.get("parameters", ())}

    assert [path for path in told(client) if f"GET {path}" not in text] == []
    assert {*read.values("dl.parameters dt", "id")} == {f"parameter-{name}" for name in names - {"key"}}
    assert {link for link in read.values("details a", "href") if link.startswith("#")} <= {
        f"#parameter-{name}" for name in names
    }


def test_every_example_is_an_answer_the_api_gives_just_then(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_data, "_remembered", {})  # another test's edition may have had the same number
    Cluster.objects.filter(slug="gce-ocean-technology").update(acronym="Havklyngen")
    text = page(client)
    addresses = Html(text).values("details .note a", "href")

    assert len(addresses) >= len(told(client)) - 2  # there may be no snapshot and no project
    assert [address for address in addresses if client.get(address).status_code != 200] == []
    assert html.escape('"acronym": "Havklyngen"') in text


def test_what_is_shown_is_shortened_and_a_refusal_is_shown_whole(client: Client) -> None:
    text = html.unescape(page(client))
    refused = text[text.index("?teir=nce'") :]
    start = refused.index("{")
    problem, _end = json.JSONDecoder().raw_decode(refused[start:])

    assert problem == client.get("/api/v1/clusters/?teir=nce").json()
    assert max(len(block.split("</pre>")[0].splitlines()) for block in text.split("<pre")[1:]) <= MOST_LINES + 1


def test_limits_are_those_in_force(client: Client, settings: LazySettings) -> None:
    settings.API_LIMIT_PER_MINUTE = 1234
    assert "1,234 requests a minute" in page(client)
    settings.API_LIMIT_PER_MINUTE = 0
    assert "requests a minute" not in page(client)
