import pytest
from django.test import Client

from clusters.models import Cluster
from tests.clusters.api.reading import API

pytestmark = pytest.mark.django_db


def test_unchanged_answer_is_not_sent_twice(client: Client) -> None:
    first = client.get(f"{API}/clusters/")
    again = client.get(f"{API}/clusters/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_changed_answer_is_sent_again(client: Client) -> None:
    first = client.get(f"{API}/clusters/gce-node/")
    Cluster.objects.filter(slug="gce-node").update(acronym="NODE")

    again = client.get(f"{API}/clusters/gce-node/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.json()["acronym"] == "NODE"


def test_head_has_the_headers_of_get(client: Client) -> None:
    whole, head = client.get(f"{API}/tiers/"), client.head(f"{API}/tiers/")

    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.content == b""


def test_another_site_may_read_and_ask_conditionally(client: Client) -> None:
    answer = client.get(f"{API}/tiers/")
    preflight = client.options(f"{API}/tiers/")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]


def test_answer_sets_no_cookie_and_is_stored_only_to_be_checked(client: Client) -> None:
    answer = client.get(f"{API}/tiers/")

    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, no-cache"
