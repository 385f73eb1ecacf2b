"""The days that can be asked about, and what is offered in place of the others."""

import datetime as dt
from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from doors.days import DayField

TODAY = timezone.localdate().isoformat()


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("1999-12-31", "2002-01-01"),
        ("0001-01-01", "2002-01-01"),
        ("2016-02-30", "2016-02-29"),
        ("2016-13-01", ""),
        ("2016", "2016-12-31"),
        ("2016-8", "2016-08-31"),
        ("1987", "2002-01-01"),
        ("0000", ""),
        ("2999-01-01", TODAY),
        (TODAY[:4], TODAY),
        ("17.08.2016", ""),
        ("tomorrow", ""),
        ("２０１６", ""),
    ],
)
def test_day_refused_offers_the_nearest_there_is(text: str, offered: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DayField().clean(text)

    assert (refused.value.params or {})["nearest"] == offered


def test_day_first_and_today_are_days() -> None:
    assert DayField().clean("2002-01-01") == dt.date(2002, 1, 1)
    assert DayField().clean(TODAY) == timezone.localdate()
    assert DayField().clean("") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/klynger/", "/virksomheter/", "/programmet/", "/klynger/gce-ocean-technology/"]
)
@pytest.mark.parametrize(
    ("asked", "said", "offered"),
    [
        ("2016-02-30", "Skriv datoen som år-måned-dag", "2016-02-29"),
        ("1998-05-17", "Klyngeprogrammet begynte 1. januar 2002", "2002-01-01"),
        ("2999-01-01", "Den dagen har ikke vært ennå", TODAY),
        ("2016", "Skriv datoen som år-måned-dag", "2016-12-31"),
    ],
)
def test_page_says_what_is_wrong_with_a_day_and_links_to_another(
    client: Client, address: str, asked: str, said: str, offered: str
) -> None:
    answer = client.get(address, {"as_of": asked})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert said in page
    assert f'<a href="?as_of={offered}"><code>{offered}</code></a>' in page


@pytest.mark.django_db
def test_api_names_the_day_and_the_nearest_one(client: Client) -> None:
    answer = client.get("/api/v1/clusters/", {"as_of": "2016-02-30"})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "2016-02-30" in answer.content.decode()
    assert "2016-02-29" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/klynger/", "/programmet/", "/en/"])
def test_page_asked_for_today_leaves_no_parameter(client: Client, address: str) -> None:
    answer = client.get(address, {"as_of": TODAY})

    assert answer.headers["Location"] == address


@pytest.mark.django_db
def test_page_asked_for_today_keeps_the_other_parameters(client: Client) -> None:
    answer = client.get("/klynger/", {"tier": ["gce", "nce"], "as_of": TODAY})

    assert answer.headers["Location"] == "/klynger/?tier=gce&tier=nce"


@pytest.mark.django_db
def test_mended_address_keeps_what_was_right(client: Client) -> None:
    page = client.get("/klynger/", {"tier": ["gce", "ncee"], "status": "active"}).content.decode()

    assert '<a href="?tier=gce&amp;tier=nce&amp;status=active"><code>nce</code></a>' in page


@pytest.mark.django_db
def test_mended_address_renames_an_unknown_parameter(client: Client) -> None:
    page = client.get("/klynger/", {"regoin": "46", "tier": "gce"}).content.decode()

    assert '<a href="?tier=gce&amp;region=46"><code>region</code></a>' in page
