"""“Bekreftet per i dag”, apart from editing."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from clusters.models import Cluster
from history.events import event_model
from programmes.models import ProgrammeOwner
from staff.models import Role
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def node() -> Cluster:
    """A cluster that Siva keeps."""
    cluster = Cluster.objects.get(slug="gce-node")
    cluster.steward = ProgrammeOwner.objects.get(slug="siva")
    cluster.save()
    cluster.refresh_from_db()
    return cluster


def button(cluster: Cluster) -> str:
    return f"/admin/clusters/cluster/{cluster.pk}/confirm/"


def test_the_button_writes_the_day_and_nothing_else_and_history_says_who(node: Cluster) -> None:
    client = logged_in(Role.EDITOR, "siva", "kari")
    before: dict[str, Any] = {**Cluster.objects.values().get(pk=node.pk)}
    page = client.get(f"/admin/clusters/cluster/{node.pk}/change/").content.decode()

    answer = client.post(button(node))

    after: dict[str, Any] = {**Cluster.objects.values().get(pk=node.pk)}
    assert f'action="{button(node)}"' in page
    assert answer.status_code == 302
    assert {name for name in after if after[name] != before[name]} == {"confirmed_date"}
    assert after["confirmed_date"] == timezone.localdate()
    events: Any = event_model(Cluster)
    last = events.objects.filter(pgh_obj_id=node.pk).order_by("pgh_id").last()
    assert last.pgh_context["user"]
    assert last.confirmed_date == timezone.localdate()


@pytest.mark.parametrize(("role", "owner"), [(Role.READER, "siva"), (Role.EDITOR, "forskningsradet")])
def test_nobody_confirms_what_they_may_not_edit(role: str, owner: str, node: Cluster) -> None:
    client = logged_in(role, owner)

    answer = client.post(button(node))

    node.refresh_from_db()
    assert answer.status_code == 403
    assert node.confirmed_date is None
    assert button(node) not in client.get(f"/admin/clusters/cluster/{node.pk}/change/").content.decode()
    assert logged_in(Role.EDITOR, "siva", "ola").get(button(node)).status_code == 405


def test_the_action_confirms_ones_own_and_says_how_many_are_others(node: Cluster) -> None:
    other = Cluster.objects.exclude(steward=node.steward)[0]
    chosen = {"action": "confirm_today", "_selected_action": [node.pk, other.pk]}

    answer = logged_in(Role.EDITOR, "siva").post("/admin/clusters/cluster/", chosen)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [
        "1 klynge er bekreftet per i dag.",
        "1 klynge står som før: En annen programeier har ansvar for den.",
    ]
    assert Cluster.objects.get(pk=node.pk).confirmed_date == timezone.localdate()
    assert Cluster.objects.get(pk=other.pk).confirmed_date is None


def test_editing_does_not_set_the_day(node: Cluster) -> None:
    Cluster.objects.filter(pk=node.pk).update(confirmed_date=dt.date(2024, 5, 2))
    node.refresh_from_db()

    Cluster.objects.filter(pk=node.pk).update(acronym="NODE")

    after = Cluster.objects.get(pk=node.pk)
    assert after.confirmed_date == dt.date(2024, 5, 2)
    assert after.updated_at > node.updated_at
