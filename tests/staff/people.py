"""Staff for tests, and what stands in a form when they open it."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from programmes.models import ProgrammeOwner
from staff.models import Role, User
from staff.second_factors import REQUIRED_FOR
from tests.staff import second_factor

PASSWORD = "torskefiske-i-lofoten"


def member(role: str, owner: str | None = None, name: str = "") -> User:
    """A member of staff of the owner with that slug, or of none, who knows PASSWORD."""
    employer = ProgrammeOwner.objects.get(slug=owner) if owner else None
    user = User(username=name or f"{owner}.{role}", role=role, owner=employer, is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def logged_in(role: str = Role.ADMINISTRATOR, owner: str | None = None, name: str = "") -> Client:
    """A browser of such a member of staff, who has the second factor that the role asks for."""
    client = Client()
    user = member(role, owner, name)
    if user.role in REQUIRED_FOR:
        second_factor.give(user)
    client.force_login(user)
    return client


class _Form(HTMLParser):
    """Collects the fields of the form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self._inside = False
        self._name: str | None = None
        self._is_select = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._inside = own.get("id", "").endswith("_form")
        if not self._inside or "form" in own:
            return
        kind, name = own.get("type", ""), own.get("name", "")
        if tag == "input" and kind in {"checkbox", "radio"} and "checked" in own:
            self.data.setdefault(name, []).append(own.get("value", "on"))
        if tag == "input" and kind not in {"checkbox", "radio", "submit"} and name:
            self.data[name] = own.get("value", "")
        if tag in {"textarea", "select"}:
            self._name, self._is_select = name, tag == "select"
            self.data[name] = ""
        if tag == "option" and self._name and "selected" in own:
            self.data[self._name] = own.get("value", "")

    def handle_data(self, text: str) -> None:
        if self._name and not self._is_select:
            # HTML drops the line break that Django writes after the tag.
            self.data[self._name] += text

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            if self._name and not self._is_select:
                self.data[self._name] = self.data[self._name].removeprefix("\r\n").removeprefix("\n")
            self._name = None
        if tag == "form":
            self._inside = False


def filled(page: bytes) -> dict[str, Any]:
    """What a browser would post from the form on an admin page, untouched."""
    form = _Form()
    form.feed(page.decode())
    return {name: value for name, value in form.data.items() if "__prefix__" not in name}
