"""Saved views of lists: one's own, and those that colleagues share."""

import pytest
from django.contrib.messages import get_messages

from staff.models import Role, User
from tests.staff.people import logged_in
from workplace.models import SavedView

pytestmark = pytest.mark.django_db

LIST = "/admin/clusters/cluster/"
VIEW = {"name": "Havklynger i utkast", "list_label": "clusters.cluster", "query": "publication__exact=draft&p=3&q=hav"}


def test_a_view_is_saved_without_what_belongs_to_the_moment_and_stands_above_its_list() -> None:
    client = logged_in(Role.EDITOR, "siva")

    answer = client.post("/admin/views/", VIEW)

    assert answer["Location"] == f"{LIST}?publication__exact=draft&q=hav"
    page = client.get(LIST).content.decode()
    assert "Havklynger i utkast" in page
    assert 'href="?publication__exact=draft&amp;q=hav"' in page
    assert "Havklynger i utkast" not in client.get("/admin/clusters/organisation/").content.decode()


@pytest.mark.parametrize(
    ("shared", "owner", "seen"), [("on", "siva", True), ("", "siva", False), ("on", "innovasjon-norge", False)]
)
def test_a_view_is_seen_by_colleagues_where_it_is_shared(shared: str, owner: str, seen: bool) -> None:  # noqa: FBT001
    logged_in(Role.EDITOR, "siva").post("/admin/views/", {**VIEW, **({"is_shared": shared} if shared else {})})

    page = logged_in(Role.READER, owner, "kollega").get(LIST).content.decode()

    assert ("Havklynger i utkast" in page) == seen
    assert "/delete/" not in page


def test_a_view_is_deleted_by_whoever_saved_it_alone() -> None:
    client = logged_in(Role.EDITOR, "siva")
    client.post("/admin/views/", {**VIEW, "is_shared": "on"})
    view = SavedView.objects.get()

    other = logged_in(Role.ADMINISTRATOR, "siva").post(f"/admin/views/{view.pk}/delete/").status_code
    own = client.post(f"/admin/views/{view.pk}/delete/").status_code

    assert (other, own) == (404, 302)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"query": "p=2"}, "Søk eller filtrer i listen først, og lagre så det du ser."),
        ({"name": "Havklynger"}, "Du har allerede en visning av denne listen med det navnet."),
    ],
)
def test_a_faulty_view_is_refused_in_words(fault: dict[str, str], sentence: str) -> None:
    client = logged_in(Role.EDITOR, "siva")
    client.post("/admin/views/", {**VIEW, "name": "Havklynger"})

    answer = client.post("/admin/views/", {**VIEW, **fault})

    assert sentence in [str(message) for message in get_messages(answer.wsgi_request)]
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("label", ["staff.nothing", "https://example.no", "clusters.standing", ""])
def test_a_view_of_what_is_no_list_is_404(label: str) -> None:
    assert logged_in(Role.EDITOR, "siva").post("/admin/views/", {**VIEW, "list_label": label}).status_code == 404
    assert User.objects.exists()
