from typing import Any

import pytest

from clusters.models import Company, KnowledgeInstitution, Organisation
from staff.models import Role
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db


def add(kind: str = "organisation", **fields: Any) -> Any:
    client = logged_in(Role.EDITOR, "siva")
    page = f"/admin/clusters/{kind}/add/"
    return client.post(page, {**filled(client.get(page).content), "name": "Sjømat Ørsta AS", **fields})


def test_a_number_is_taken_with_the_spaces_people_write() -> None:
    answer = add(organisation_number="974 760 673")

    assert answer.status_code == 302, answer.context["errors"]
    assert Organisation.objects.get(name="Sjømat Ørsta AS").organisation_number == "974760673"


@pytest.mark.parametrize("number", ["974760674", "123456789", "97476067", "000000000", "\u0669\u0667\u0664760673"])
def test_a_wrong_number_is_refused_beside_its_field(number: str) -> None:
    answer = add(organisation_number=number)

    assert number in answer.context["adminform"].form.errors["organisation_number"][0]
    assert not Organisation.objects.filter(name="Sjømat Ørsta AS").exists()


def test_a_number_that_another_organisation_has_names_that_one() -> None:
    Organisation.objects.create(name="Først ute AS", organisation_number="974760673")

    answer = add(organisation_number="974760673")

    assert "Først ute AS" in answer.context["adminform"].form.errors["organisation_number"][0]


def test_companies_and_knowledge_institutions_have_lists_of_their_own() -> None:
    add("company")
    assert Company.objects.filter(name="Sjømat Ørsta AS").exists()

    client = logged_in()
    page = "/admin/clusters/knowledgeinstitution/add/"
    client.post(page, {**filled(client.get(page).content), "name": "Høgskolen i Fjordane"})

    assert KnowledgeInstitution.objects.filter(name="Høgskolen i Fjordane").exists()
    assert "Sjømat Ørsta AS" not in client.get("/admin/clusters/knowledgeinstitution/?q=sjomat").content.decode()


def test_an_organisation_that_is_a_member_is_not_deleted() -> None:
    organisation = Organisation.objects.exclude(memberships=None).order_by("pk")[0]

    logged_in().post(f"/admin/clusters/organisation/{organisation.pk}/delete/", {"post": "yes"})

    assert Organisation.objects.filter(pk=organisation.pk).exists()
