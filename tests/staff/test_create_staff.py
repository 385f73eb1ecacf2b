import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from staff.models import Role, User

pytestmark = pytest.mark.django_db


def make(*arguments: str) -> str:
    output = StringIO()
    call_command("create_staff", *arguments, stdout=output)
    return output.getvalue()


def test_create_staff_prints_a_password_that_opens_only_the_page_where_it_is_replaced(client: Client) -> None:
    printed = make("kari.nordmann", "--owner", "siva", "--role", "editor", "--email", "kari@siva.example")
    found = re.search(r"([a-z0-9]{4}-){3}[a-z0-9]{4}", printed)

    user = User.objects.get(username="kari.nordmann")
    assert found is not None
    assert client.login(username="kari.nordmann", password=found.group())
    assert (user.role, user.is_staff, user.is_superuser, user.email) == (Role.EDITOR, True, False, "kari@siva.example")
    assert client.get("/admin/")["Location"] == "/admin/password_change/"


def test_create_staff_without_owner_makes_a_system_administrator() -> None:
    make("ola.nordmann")

    assert User.objects.get(username="ola.nordmann").edits_everything


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("kari", "--owner", "sivaa", "--role", "editor"), "There is no programme owner “sivaa”. Did you mean “siva”?"),
        (("kari", "--owner", "siva", "--role", "redaktor"), "There is no role “redaktor”. Did you mean “editor”?"),
        (("kari", "--role", "editor"), "The role editor needs a programme owner: name it with --owner."),
        (
            ("kari", "--owner", "siva"),
            "Say what the person may do with --role: reader, editor, publisher, administrator.",
        ),
        (("kari nordmann", "--owner", "siva", "--role", "editor"), "brukernavn"),
    ],
)
def test_create_staff_refuses_in_one_sentence_and_writes_nothing(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)) as caught:
        make(*arguments)

    assert "\n" not in str(caught.value)
    assert caught.value.returncode == 1
    assert not User.objects.exists()


def test_create_staff_leaves_an_existing_user_alone() -> None:
    make("kari", "--owner", "siva", "--role", "editor")
    before = User.objects.get()

    with pytest.raises(CommandError, match="There is already a user “kari”"):
        make("kari")

    after = User.objects.get()
    assert (after.password, after.role) == (before.password, before.role)
