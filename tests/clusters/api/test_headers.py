import datetime as dt
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from published.models import Edition
from tests.clusters.api.reading import API, get

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
    assert {"If-None-Match", "Authorization"} <= {*preflight.headers["Access-Control-Allow-Headers"].split(", ")}
    assert preflight.headers["Allow"] == preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_answer_sets_no_cookie_and_is_stored_only_to_be_checked(client: Client) -> None:
    answer = client.get(f"{API}/tiers/")

    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, no-cache"


def later(hours: float = 24) -> Any:
    """Some time after the registry was last changed."""
    return time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=False)


def test_unchanged_answer_is_not_sent_twice_by_its_date_either(client: Client) -> None:
    with later():
        first = client.get(f"{API}/clusters/")
        date = first.headers["Last-Modified"]
        again = client.get(f"{API}/clusters/", headers={"If-Modified-Since": date})
        earlier = format_datetime(parsedate_to_datetime(date) - dt.timedelta(seconds=1), usegmt=True)
        older = client.get(f"{API}/clusters/", headers={"If-Modified-Since": earlier})

    assert (again.status_code, again.content, again.headers["Last-Modified"]) == (304, b"", date)
    assert older.status_code == 200


def test_the_date_moves_with_what_is_published_and_with_the_day(client: Client) -> None:
    with later(24):
        today = parsedate_to_datetime(client.get(f"{API}/tiers/").headers["Last-Modified"])
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        assert today == midnight
        changed = timezone.now() - dt.timedelta(minutes=1)
        Edition.objects.update(changed_at=changed)
        date = client.get(f"{API}/tiers/").headers["Last-Modified"]
        assert parsedate_to_datetime(date) == changed.replace(microsecond=0)
        Edition.objects.update(changed_at=timezone.now())
        assert "Last-Modified" not in client.get(f"{API}/tiers/").headers


def test_a_date_makes_nothing_of_what_cannot_be_answered(client: Client) -> None:
    date = {"If-Modified-Since": format_datetime(dt.datetime(2090, 1, 1, tzinfo=dt.UTC), usegmt=True)}

    assert client.get(f"{API}/clusters/?teir=gce", headers=date).status_code == 400
    assert client.get(f"{API}/clusters/gce-nod/", headers=date).status_code == 404
    assert client.get(f"{API}/clusters/", headers={"If-Match": '"of-before"'}).status_code == 412


def test_every_page_of_a_list_says_what_it_is_as_of(client: Client) -> None:
    before = timezone.now()
    Cluster.objects.filter(slug="gce-node").update(acronym="NODE")
    page, walked = (get(client, f"/clusters/?page_size=5{more}") for more in ("", "&cursor=*"))

    assert page["data_as_of"] == walked["data_as_of"]
    assert before <= dt.datetime.fromisoformat(page["data_as_of"]) <= timezone.now()
