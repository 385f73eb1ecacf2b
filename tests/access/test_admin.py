"""Keys of the API in the workplace."""

import re

import pytest
from django.db import IntegrityError

from access.models import ApiKey
from history.refusals import in_words
from staff.models import Role
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db
LIST = "/admin/access/apikey/"
ASKED = {"holder": "Menon Economics", "email": "data@menon.no", "purpose": "Klyngeanalyse", "requests_per_minute": ""}


def test_an_administrator_makes_a_key_that_is_shown_once_and_opens_the_door() -> None:
    client = logged_in(Role.ADMINISTRATOR)

    page = client.post(f"{LIST}add/", ASKED, follow=True).content.decode()
    found = re.search(r"<code>(klr_\w{40})</code>", page)
    assert found
    key = ApiKey.objects.get()
    again = client.get(f"{LIST}{key.pk}/change/").content.decode()
    answer = client.get("/api/v1/tiers/", headers={"Authorization": f"Bearer {found[1]}"})

    assert found[1] not in again
    assert key.prefix in again
    assert answer.headers["RateLimit-Policy"].startswith('"key";')


def test_a_key_is_revoked_for_good_and_never_deleted() -> None:
    client = logged_in(Role.ADMINISTRATOR)
    client.post(f"{LIST}add/", ASKED)
    key = ApiKey.objects.get()

    client.post(LIST, {"action": "revoke", "_selected_action": [key.pk]})
    client.post(f"{LIST}{key.pk}/delete/", {"post": "yes"})
    key.refresh_from_db()

    assert key.revoked_at
    with pytest.raises(IntegrityError, match="stays revoked") as refused:
        ApiKey.objects.filter(pk=key.pk).update(revoked_at=None)
    assert "forblir" in in_words(refused.value)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_on_staff_see_no_keys(role: str) -> None:
    client = logged_in(role)

    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}add/", ASKED).status_code == 403
    assert not ApiKey.objects.exists()
