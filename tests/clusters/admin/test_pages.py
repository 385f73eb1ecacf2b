"""Every model in the admin, also the one that somebody adds tomorrow."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Cluster, Membership, Organisation
from history.events import event_model
from history.forms import PeriodForm
from staff.models import Role
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db

REGISTERED = list(admin.site._registry)
#: Nobody on staff adds one: they come from elsewhere.
ARRIVING = {"corrections.CorrectionReport", "review.Revision", "staff.SecurityEvent"}
#: For administrators alone.
CLOSED = {"access.ApiKey", "staff.SecurityEvent", "staff.User"}
#: A log has no history beside itself: its rows can only be added.
LOGS = {"staff.SecurityEvent"}


def address(model: type[models.Model], page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_every_page_of_every_model_opens(model: type[models.Model], role: str) -> None:
    client = logged_in(role, None if role == Role.ADMINISTRATOR else "siva")
    adds = role == Role.ADMINISTRATOR and model._meta.label not in ARRIVING
    sees = role == Role.ADMINISTRATOR or model._meta.label not in CLOSED

    assert client.get(address(model, "changelist")).status_code == (200 if sees else 403)
    assert client.get(address(model, "changelist"), {"q": "klynge 2016 ø"}).status_code == (200 if sees else 403)
    assert client.get(address(model, "add")).status_code == (200 if adds else 403)
    row = model._default_manager.first()
    if row is not None and sees:
        for page in ("change", "history"):
            assert client.get(address(model, page, row.pk)).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.model_name)
def test_every_model_can_be_searched_and_is_recorded(model: type[models.Model]) -> None:
    registered = admin.site.get_model_admin(model)

    assert registered.search_fields
    assert not registered.list_editable
    assert registered.ordering
    assert (event_model(model) is None) == (model._meta.label in LOGS)


def count(client: Client, page: str, **query: str) -> int:
    client.get(page, query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page, query).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.model_name)
def test_a_list_asks_the_database_as_often_for_one_row_as_for_many(
    model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in()
    registered = admin.site.get_model_admin(model)
    many = count(client, address(model, "changelist"))

    monkeypatch.setattr(registered, "list_per_page", 1)

    # One row more or less decides only whether there is a second page.
    assert abs(many - count(client, address(model, "changelist"))) <= 1


def big_cluster(members: int) -> Cluster:
    steward = Cluster.objects.order_by("pk")[0].steward
    cluster = Cluster.objects.create(name="Stor klynge", slug=f"stor-{members}", steward=steward)
    new = Organisation.objects.bulk_create(Organisation(name=f"Bedrift {n:04d} AS") for n in range(members))
    Membership.objects.bulk_create(
        Membership(cluster=cluster, organisation=one, start_precision="unknown", end_precision="unknown") for one in new
    )
    return cluster


def test_a_cluster_with_two_thousand_members_shows_a_page_of_them() -> None:
    client = logged_in()
    page = address(Cluster, "change", big_cluster(2000).pk)

    shown = client.get(page, {"members": "80"}).content.decode()

    assert shown.count('<span class="settled">') == 25
    assert "Bedrift 1999 AS" in shown
    assert count(client, page) == count(client, address(Cluster, "change", big_cluster(1).pk)) <= 25
    assert client.get(page, {"member": "bedrift 0042"}).content.decode().count('<span class="settled">') == 1


def test_pages_of_the_admin_carry_the_policy_and_no_inline_style_or_script() -> None:
    client = logged_in()

    for page in (
        "/admin/",
        address(Cluster, "change", Cluster.objects.order_by("pk")[0].pk),
        "/admin/password_change/",
    ):
        answer = client.get(page)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert b" style=" not in answer.content
        assert b" onclick=" not in answer.content


def test_opening_a_page_leaves_the_fields_that_all_pages_share_as_they_are() -> None:
    before = {name: field.label for name, field in PeriodForm.base_fields.items()}

    logged_in().get(address(Cluster, "change", Cluster.objects.order_by("pk")[0].pk))

    assert all(field.label is before[name] for name, field in PeriodForm.base_fields.items())
