"""The calendar of deadlines behind a personal address."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from clusters.models import Cluster, Label
from programmes.models import ProgrammeOwner
from staff.models import Role, User
from tests.staff.people import logged_in
from workplace.models import CalendarToken

pytestmark = pytest.mark.django_db

PAGE = "/admin/calendar/"


@pytest.fixture
def label() -> Label:
    """A label that ends in a month, of a cluster that Siva keeps; its name has what iCalendar escapes."""
    cluster = Cluster.objects.get(slug="gce-node")
    cluster.name, cluster.steward = "Blå, grønn; og «våt»", ProgrammeOwner.objects.get(slug="siva")
    cluster.save()
    ends = timezone.localdate() + dt.timedelta(days=30)
    return Label.objects.create(cluster=cluster, grade="gold", assessed_date=dt.date(2024, 5, 2), valid_until=ends)


def address_of(client: Client) -> str:
    page = client.post(PAGE, {"renew": "1"}).content.decode()
    found = re.search(r'value="(http[^"]+\.ics)"', page)
    assert found
    return urlsplit(found[1]).path


def test_the_feed_has_the_deadlines_the_person_may_see_to(label: Label) -> None:
    address = address_of(logged_in(Role.EDITOR, "siva"))

    answer = Client().get(address)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    events: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    [event] = [event for event in events if "labels-" in event["uid"]]
    assert event["uid"] == f"labels-{label.pk}@klyngeregisteret"
    assert event["dtstart"].dt == label.valid_until
    assert "Blå, grønn; og «våt»" in event["summary"]
    assert event["url"].endswith(f"/admin/clusters/label/{label.pk}/change/")
    assert b"Bl\xc3\xa5\\, gr\xc3\xb8nn\\; og" in answer.content.replace(b"\r\n ", b"")


@pytest.mark.usefixtures("label")
def test_the_feed_has_nothing_of_what_others_see_to() -> None:
    address = address_of(logged_in(Role.EDITOR, "forskningsradet"))

    assert b"labels-" not in Client().get(address).content


def test_only_the_hash_of_the_address_is_kept_and_it_is_shown_once() -> None:
    client = logged_in(Role.EDITOR, "siva")

    token = address_of(client).split("/")[-1].removesuffix(".ics")

    assert CalendarToken.objects.get().digest != token
    assert len(token) == 43
    assert token not in client.get(PAGE).content.decode()


def test_a_renewed_or_revoked_address_and_one_of_a_closed_account_are_404() -> None:
    client = logged_in(Role.EDITOR, "siva")
    first = address_of(client)
    second = address_of(client)
    renewed = (Client().get(first).status_code, Client().get(second).status_code)
    User.objects.update(is_active=False)
    closed = Client().get(second).status_code
    User.objects.update(is_active=True)
    client = logged_in(Role.EDITOR, "siva", "annen")
    third = address_of(client)

    client.post(PAGE, {"revoke": "1"})

    assert renewed == (404, 200)
    assert closed == 404
    assert Client().get(third).status_code == 404
    assert Client().get(third[:-8] + "x.ics").status_code == 404
