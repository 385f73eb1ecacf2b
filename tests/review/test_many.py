"""Several records changed at once in a list of the workplace."""

from typing import Any

import pytest
from django.test import Client

from clusters.models import Cluster, Membership, Organisation
from review.models import Revision
from staff.models import Role
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
ORGANISATIONS = "/admin/clusters/organisation/"
CLUSTERS = "/admin/clusters/cluster/"
MEMBERSHIPS = "/admin/clusters/membership/"


def asked(client: Client, page: str, records: Any, **data: Any) -> Any:
    marked = {"action": "change_many", "_selected_action": [record.pk for record in records]}
    return client.post(page, {**marked, **data})


def saved(client: Client, page: str, records: Any, **data: Any) -> Any:
    """As a person goes about it: looks at what would change, then saves it."""
    preview = asked(client, page, records, _preview="1", **data)
    return asked(client, page, records, _write="1", _seen=preview.context["seen"], **data)


def drafts(*names: str, steward: str = "siva") -> list[Cluster]:
    from programmes.models import ProgrammeOwner

    owner = ProgrammeOwner.objects.get(slug=steward)
    return [Cluster.objects.create(name=name, slug=name.lower(), steward=owner) for name in names]


def test_a_preview_shows_each_change_and_writes_nothing() -> None:
    client = logged_in(Role.EDITOR, "siva")
    clusters = drafts("Fjordklyngen", "Fjellklyngen")

    page = asked(client, CLUSTERS, clusters, _chosen=["source"], source="Vedtak 2026", _preview="1")

    assert [(words.row, words.differences[0].new) for words in page.context["rows"]] == [
        ("Fjordklyngen", "Vedtak 2026"),
        ("Fjellklyngen", "Vedtak 2026"),
    ]
    assert not Cluster.objects.filter(source="Vedtak 2026").exists()


def test_what_was_previewed_is_saved_as_one_piece_of_work_with_its_reason() -> None:
    client = logged_in(Role.EDITOR, "siva")
    clusters = drafts("Fjordklyngen", "Fjellklyngen")

    saved(client, CLUSTERS, clusters, _chosen=["reach"], reach="national", _reason="Etter møtet i mai.")

    assert set(Cluster.objects.filter(pk__in=[c.pk for c in clusters]).values_list("reach", flat=True)) == {"national"}
    history = client.get(f"{CLUSTERS}{clusters[1].pk}/history/").content.decode()
    assert "Etter møtet i mai." in history


def test_only_ticked_fields_are_written() -> None:
    client = logged_in(Role.EDITOR, "siva")
    (cluster,) = drafts("Fjordklyngen")

    saved(client, CLUSTERS, [cluster], _chosen=["source"], source="Vedtak", reach="national")

    cluster.refresh_from_db()
    assert (cluster.source, cluster.reach) == ("Vedtak", "regional")


def test_changes_of_what_the_public_sees_wait_record_by_record() -> None:
    client = logged_in(Role.EDITOR, "siva")
    companies = list(Organisation.objects.filter(kind="company").order_by("pk")[:3])

    page = asked(client, ORGANISATIONS, companies, _chosen=["kind"], kind="investor", _preview="1")
    saved(client, ORGANISATIONS, companies, _chosen=["kind"], kind="investor")

    assert page.context["waiting"] == 3
    assert sorted(Revision.objects.values_list("record_id", flat=True)) == sorted(c.pk for c in companies)
    assert not Organisation.objects.filter(pk__in=[c.pk for c in companies], kind="investor").exists()


def test_records_of_other_stewards_are_left_and_counted() -> None:
    client = logged_in(Role.EDITOR, "siva")
    own, others = drafts("Fjordklyngen"), drafts("Fjellklyngen", steward="innovasjon-norge")

    page = asked(client, CLUSTERS, own + others, _chosen=["reach"], reach="national", _preview="1")
    saved(client, CLUSTERS, own + others, _chosen=["reach"], reach="national")

    assert page.context["others"] == 1
    assert list(Cluster.objects.filter(reach="national", pk__in=[own[0].pk, others[0].pk])) == own


def test_a_value_that_a_record_cannot_have_is_named_and_nothing_is_written() -> None:
    client = logged_in(Role.EDITOR, "siva")
    node = Membership.objects.filter(period__isnull=False).select_related("organisation").order_by("pk").first()
    assert node is not None

    page = asked(
        client,
        ORGANISATIONS,
        [node.organisation],
        _chosen=["dissolved_date"],
        dissolved_date="01.01.1990",
        _preview="1",
    )

    assert page.context["faults"]
    assert not page.context["rows"]


def test_what_has_changed_since_the_preview_is_shown_again_instead_of_saved() -> None:
    client = logged_in(Role.EDITOR, "siva")
    (cluster,) = drafts("Fjordklyngen")
    choice = {"_chosen": ["source"], "source": "Vedtak"}
    seen = asked(client, CLUSTERS, [cluster], _preview="1", **choice).context["seen"]
    Cluster.objects.filter(pk=cluster.pk).update(source="Brev")

    page = asked(client, CLUSTERS, [cluster], _write="1", _seen=seen, **choice)

    assert page.context["rows"][0].differences[0].old == "Brev"
    assert Cluster.objects.get(pk=cluster.pk).source == "Brev"


def test_a_change_that_asks_for_a_reason_keeps_what_was_chosen_until_there_is_one() -> None:
    client = logged_in(Role.ADMINISTRATOR)
    clusters = drafts("Fjordklyngen")
    innovation = Cluster.objects.filter(steward__slug="innovasjon-norge").first()
    assert innovation is not None
    choice = {"_chosen": ["steward"], "steward": innovation.steward_id}

    page = saved(client, CLUSTERS, clusters, **choice)
    assert page.status_code == 200
    assert Cluster.objects.get(pk=clusters[0].pk).steward.slug == "siva"

    saved(client, CLUSTERS, clusters, **choice, _reason="Avtale mellom eierne.")
    assert Cluster.objects.get(pk=clusters[0].pk).steward_id == innovation.steward_id


@pytest.mark.parametrize(("page", "model"), [(CLUSTERS, Cluster), (MEMBERSHIPS, Membership)])
def test_a_reader_is_not_offered_it_and_cannot_do_it(page: str, model: Any) -> None:
    client = logged_in(Role.READER, "siva")
    record = model.objects.order_by("pk")[0]

    asked(client, page, [record], _chosen=["source"], source="Vedtak", _write="1", _seen="")

    assert "change_many" not in client.get(page).content.decode()
    assert model.objects.get(pk=record.pk).source == record.source


def test_the_steward_is_not_an_editors_to_hand_over() -> None:
    client = logged_in(Role.EDITOR, "siva")

    page = asked(client, CLUSTERS, drafts("Fjordklyngen"))

    assert "steward" not in {field.name for field, _ in page.context["fields"]}


def test_nothing_ticked_and_more_than_can_be_looked_through_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in(Role.EDITOR, "siva")
    clusters = drafts("Fjordklyngen", "Fjellklyngen")

    page = asked(client, CLUSTERS, clusters, _preview="1")
    assert page.context["faults"] == ["Sett hake ved feltene som skal endres."]

    monkeypatch.setattr("review.many.MOST_RECORDS", 1)
    answer = asked(client, CLUSTERS, clusters)
    assert answer.status_code == 302


def test_the_page_is_a_form_that_a_browser_fills() -> None:
    client = logged_in(Role.EDITOR, "siva")
    (cluster,) = drafts("Fjordklyngen")
    data = filled(asked(client, CLUSTERS, [cluster]).content)

    page = client.post(CLUSTERS, {**data, "_chosen": ["source"], "source": "Vedtak", "_preview": "1"})
    client.post(CLUSTERS, {**filled(page.content), "_write": "1"})

    assert Cluster.objects.get(pk=cluster.pk).source == "Vedtak"
