import re

import pytest
from django.test import Client

from staff.models import Role, User
from staff.passwords import set_one_time_password
from tests.staff.people import PASSWORD, filled, logged_in, member

pytestmark = pytest.mark.django_db

ONE_TIME = re.compile(r"<code>([a-z0-9-]{19})</code>")


def shown_once(client: Client) -> str:
    """The one-time password on the next page; on the page after that it is gone."""
    found = ONE_TIME.search(client.get("/admin/").content.decode())
    assert found is not None
    assert not ONE_TIME.search(client.get("/admin/").content.decode())
    return found.group(1)


def new_account(client: Client, **fields: str) -> None:
    data = filled(client.get("/admin/staff/user/add/").content)
    answer = client.post("/admin/staff/user/add/", {**data, "username": "kari", "role": Role.EDITOR, **fields})
    assert answer.status_code == 302, answer.context["errors"]


def test_an_owners_administrator_makes_accounts_of_the_own_owner_only() -> None:
    client = logged_in(Role.ADMINISTRATOR, "siva")
    other = member(Role.EDITOR, "innovasjon-norge")

    new_account(client, owner=str(other.owner_id), role=Role.ADMINISTRATOR)

    made = User.objects.get(username="kari")
    assert made.owner is not None
    assert (made.owner.slug, made.edits_everything, made.is_staff) == ("siva", False, True)
    assert Client().login(username="kari", password=shown_once(client))
    assert client.get(f"/admin/staff/user/{other.pk}/change/").status_code == 302
    assert other.username not in client.get("/admin/staff/user/").content.decode()


def test_only_an_administrator_is_without_an_owner() -> None:
    client = logged_in()
    data = filled(client.get("/admin/staff/user/add/").content)

    answer = client.post("/admin/staff/user/add/", {**data, "username": "kari", "role": Role.EDITOR, "owner": ""})

    assert "owner" in answer.context["adminform"].form.errors


def test_nobody_changes_their_own_role_and_no_account_is_deleted() -> None:
    client = logged_in(Role.ADMINISTRATOR, "siva", "sjef")
    me = User.objects.get(username="sjef")

    client.post(f"/admin/staff/user/{me.pk}/change/", {"username": "sjef", "role": Role.READER, "is_active": ""})

    me.refresh_from_db()
    assert (me.role, me.is_active) == (Role.ADMINISTRATOR, True)
    assert client.get(f"/admin/staff/user/{me.pk}/delete/").status_code == 403


def test_a_new_one_time_password_replaces_the_old_one() -> None:
    client = logged_in(Role.ADMINISTRATOR, "siva")
    user = member(Role.EDITOR, "siva", "glemsk")
    foreign = member(Role.EDITOR, "innovasjon-norge")
    data = {"action": "give_one_time_password", "_selected_action": [user.pk, foreign.pk]}

    client.post("/admin/staff/user/", data)

    assert Client().login(username="glemsk", password=shown_once(client))
    assert not Client().login(username="glemsk", password=PASSWORD)
    assert Client().login(username=foreign.username, password=PASSWORD)


def test_choosing_an_own_password_opens_the_admin() -> None:
    user = member(Role.EDITOR, "siva", "ny")
    old = set_one_time_password(user)
    user.save()
    client = Client()
    client.force_login(user)
    form = "/admin/password_change/"

    kept = client.post(form, {"old_password": old, "new_password1": old, "new_password2": old})
    changed = client.post(form, {"old_password": old, "new_password1": PASSWORD, "new_password2": PASSWORD})

    assert "new_password1" in kept.context["form"].errors
    assert changed.status_code == 302
    assert client.get("/admin/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password


def test_an_editor_cannot_lift_themselves_by_a_direct_post() -> None:
    client = logged_in(Role.EDITOR, "siva", "lur")
    me = User.objects.get(username="lur")

    answer = client.post(f"/admin/staff/user/{me.pk}/change/", {"username": "lur", "role": Role.ADMINISTRATOR})

    me.refresh_from_db()
    assert answer.status_code in {302, 403}
    assert me.role == Role.EDITOR
