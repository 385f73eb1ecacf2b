"""Two editors at once: the second to save is told what changed, and both are kept or one is chosen."""

from typing import Any

import pytest
from django.test import Client

from clusters.models import Cluster, ClusterName
from staff.models import Role
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db


class TwoEditors:
    """Both have the page of the same draft open."""

    def __init__(self) -> None:
        steward = Cluster.objects.order_by("pk")[0].steward
        self.cluster = Cluster.objects.create(name="Fjordklyngen", slug="fjordklyngen", steward=steward)
        year = {"start_precision": "unknown", "end_precision": "unknown"}
        self.name = ClusterName.objects.create(cluster=self.cluster, name="Fjordlauget", **year)
        self.address = f"/admin/clusters/cluster/{self.cluster.pk}/change/"
        self.first, self.second = (logged_in(Role.ADMINISTRATOR, None, name) for name in ("kari", "ola"))
        self.forms = {client: filled(client.get(self.address).content) for client in (self.first, self.second)}

    def save(self, client: Client, **changed: Any) -> Any:
        return client.post(self.address, {**self.forms[client], **changed})

    def now(self) -> tuple[str, str]:
        self.cluster.refresh_from_db()
        return self.cluster.acronym, self.cluster.email


@pytest.fixture
def both() -> TwoEditors:
    return TwoEditors()


def told(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200
    return [(field.column, field.new) for row in answer.context["meanwhile"] for field in row.differences]


def test_the_second_is_told_and_keeps_both(both: TwoEditors) -> None:
    both.save(both.first, acronym="FK")

    answer = both.save(both.second, email="post@fjordklyngen.no")

    assert told(answer) == [("acronym", "FK")]
    assert "kari" in answer.content.decode()
    assert both.now() == ("FK", "")
    again = both.second.post(both.address, filled(answer.content))
    assert again.status_code == 302
    assert both.now() == ("FK", "post@fjordklyngen.no")


@pytest.mark.parametrize(("chosen", "stands"), [("theirs", "FK"), ("yours", "FJK")])
def test_the_same_field_is_asked_about(both: TwoEditors, chosen: str, stands: str) -> None:
    both.save(both.first, acronym="FK")

    answer = both.save(both.second, acronym="FJK", email="post@fjordklyngen.no")
    undecided = both.second.post(both.address, filled(answer.content))
    (choice,) = undecided.context["decisions"]
    assert (choice.theirs_shown, choice.yours_shown, both.now()) == ("FK", "FJK", ("FK", ""))

    both.second.post(both.address, {**filled(undecided.content), choice.name: chosen})
    assert both.now() == (stands, "post@fjordklyngen.no")


def test_rows_on_the_page_are_watched_as_well(both: TwoEditors) -> None:
    both.save(both.first, **{"names-0-name": "Fjordlaget"})

    answer = both.save(both.second, **{"names-0-name": "Fjordflokken"})
    assert told(answer) == [("name", "Fjordlaget")]
    (choice,) = answer.context["decisions"]
    both.second.post(both.address, {**filled(answer.content), choice.name: "yours"})

    both.name.refresh_from_db()
    assert both.name.name == "Fjordflokken"


def test_a_row_that_the_other_changed_is_not_deleted_unasked(both: TwoEditors) -> None:
    both.save(both.first, **{"names-0-name": "Fjordlaget"})

    answer = both.save(both.second, **{"names-0-DELETE": "on"})
    assert both.cluster.names.get().name == "Fjordlaget"
    (choice,) = answer.context["decisions"]
    data = {**filled(answer.content), "names-0-DELETE": "on", choice.name: "theirs"}

    assert both.second.post(both.address, data).status_code == 302
    assert both.cluster.names.get().name == "Fjordlaget"


def test_what_comes_while_one_decides_is_told_as_well(both: TwoEditors) -> None:
    both.save(both.first, acronym="FK")
    answer = both.save(both.second, email="post@fjordklyngen.no")
    Cluster.objects.filter(pk=both.cluster.pk).update(website="https://fjordklyngen.no")

    again = both.second.post(both.address, filled(answer.content))

    assert ("website", "https://fjordklyngen.no") in told(again)
    assert both.now() == ("FK", "")


def test_a_form_that_does_not_say_what_it_was_made_from_is_refused(both: TwoEditors) -> None:
    for version in ("", "[]", '{"clusters.cluster": "1; DROP TABLE"}', "x" * 5000):
        answer = both.save(both.second, acronym="FK", _version=version)
        assert answer.context["adminform"].form.non_field_errors()
    assert both.now() == ("", "")
