"""Contacts and labels: what the database refuses, and what the public is shown."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster, Contact, Label

pytestmark = pytest.mark.django_db

PAGE = "/klynger/gce-node/"
TODAY = timezone.localdate


@pytest.fixture
def node() -> Cluster:
    return Cluster.objects.get(slug="gce-node")


def contact(node: Cluster, **values: Any) -> Contact:
    wanted = {"email": "leder@gcenode.no", "is_public": True, "review_date": TODAY() + dt.timedelta(days=90)}
    return Contact.objects.create(cluster=node, **{**wanted, **values})


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("contact_named_on_a_basis", {"name": "Åse Ødegård"}),
        ("contact_named_on_a_basis", {"basis": "consent"}),
        ("contact_can_be_reached", {"email": ""}),
        ("contact_name_is_no_number", {"name": "Åse 010190 12345", "basis": "consent"}),
        ("contact_phone_form", {"phone": "ring meg"}),
    ],
)
def test_the_database_refuses_a_faulty_contact(rule: str, values: dict[str, str], node: Cluster) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        contact(node, **values)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("label_valid_after_assessment", {"valid_until": dt.date(2024, 5, 2)}),
        ("label_score_in_per_cent", {"score": 101}),
    ],
)
def test_the_database_refuses_a_faulty_label(rule: str, values: dict[str, Any], node: Cluster) -> None:
    wanted = {"grade": "gold", "assessed_date": dt.date(2024, 5, 2), "valid_until": dt.date(2027, 5, 2)}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Label.objects.create(cluster=node, **{**wanted, **values})


def test_a_public_contact_stands_on_the_page_by_its_function_until_its_review_is_due(node: Cluster) -> None:
    contact(node, function="manager", name="Åse Ødegård", basis="consent", phone="+47 22 00 25 00")
    contact(node, function="press", email="skjult@gcenode.no", is_public=False)
    contact(node, function="office", email="gammel@gcenode.no", review_date=TODAY() - dt.timedelta(days=1))

    page = Client().get(PAGE).content.decode()

    assert "Klyngeleder" in page
    assert "Åse Ødegård" in page
    assert 'href="tel:+4722002500"' in page
    assert "skjult@" not in page
    assert "gammel@" not in page
    assert "Åse Ødegård" not in Client().get(PAGE, {"as_of": "2016-08-17"}).content.decode()


def test_contacts_are_at_no_other_door(node: Cluster) -> None:
    contact(node, function="manager", name="Åse Ødegård", basis="consent")
    doors = ["/api/v1/clusters/", "/api/v1/clusters/gce-node/", "/klynger.csv", "/klynger.json", "/klynger.atom"]

    answers = [Client().get(door) for door in doors]

    texts = [b"".join(answer).decode() if answer.streaming else answer.content.decode() for answer in answers]
    assert answers[0].status_code == 200
    assert [door for door, text in zip(doors, texts, strict=True) if "degård" in text or "leder@gcenode" in text] == []


def test_labels_stand_on_the_page_the_expired_marked(node: Cluster) -> None:
    Label.objects.create(
        cluster=node, grade="silver", assessed_date=dt.date(2020, 5, 2), valid_until=dt.date(2022, 5, 1)
    )
    Label.objects.create(
        cluster=node, grade="gold", assessed_date=dt.date(2024, 5, 2), valid_until=dt.date(2090, 5, 1), score=87
    )

    page = Client().get(PAGE).content.decode()
    before = Client().get(PAGE, {"as_of": "2021-01-01"}).content.decode()

    assert page.index("Gull") < page.index("Sølv") < page.index("Utløpt")
    assert "87&nbsp;%" in page
    assert "Gull" not in before
    assert "Utløpt" not in before
