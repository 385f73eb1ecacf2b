"""The workplace in the language of whoever works there."""

import pytest
from django.test import Client

from staff.models import Role
from tests.staff.people import PASSWORD, logged_in, member

pytestmark = pytest.mark.django_db
CHOOSE = "/admin/language/"


def test_the_workplace_speaks_the_language_of_the_page_one_logs_in_on() -> None:
    member(Role.EDITOR, "siva", "kari")
    for login, said in [("/en/account/login/", "Clusters"), ("/konto/logg-inn/", "Klynger")]:
        client = Client()
        client.post(login, {"login": "kari", "password": PASSWORD})

        page = client.get("/admin/")

        assert said in page.content.decode()
        assert page["Content-Language"] == ("en" if login.startswith("/en/") else "nb")


def test_the_other_language_is_chosen_on_any_page_and_stays() -> None:
    client = logged_in(Role.EDITOR, "siva")
    assert "Norsk" not in client.get("/admin/").content.decode()

    answer = client.post(CHOOSE, {"language": "en", "next": "/admin/clusters/cluster/?q=node"})

    assert answer["Location"] == "/admin/clusters/cluster/?q=node"
    assert "Norsk" in client.get(answer["Location"]).content.decode()
    assert client.get("/klynger/")["Content-Language"] == "nb"


def test_no_other_site_and_no_other_language_is_led_to() -> None:
    client = logged_in(Role.EDITOR, "siva")

    answer = client.post(CHOOSE, {"language": "sv", "next": "https://example.com/"})

    assert answer["Location"] == "/admin/"
    assert client.get("/admin/")["Content-Language"] == "nb"
    assert Client().post(CHOOSE, {"language": "en"})["Location"].startswith("/konto/logg-inn/")
