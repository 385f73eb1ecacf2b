"""Script in every parameter, every part of an address and every field, at every public door: text, or refused."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from clusters.models import Cluster, Organisation
from doors.api.parameters import MEANINGS

pytestmark = pytest.mark.django_db

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
HOSTILE = (SCRIPT, "javascript:alert(1)", "//evil.example/\r\nSet-Cookie: a=b", "{{7*7}}${7*7}")
#: What an address may hold besides: names of what there is, and of what there is not.
SOUND: dict[str, tuple[str, ...]] = {
    "slug": ("gce-node",),
    "key": ("gce-node", "gce", "46", "1"),
    "pk": ("1",),
    "code": ("46",),
    "name": ("clusters-by-tier",),
    "token": ("x",),
    "reference": ("AAAAA-AAAAA",),
    "section": ("pages", "clusters"),
}
PARAMETERS = sorted({*MEANINGS, "page", "page_size", "cursor", "block", "missing", "searched", "next", "lang"})
#: What a page of HTML, SVG or XML must never have in it as it stands.
RAW = ("<script>alert", "<img src=x", "\"'><")
CALM = {200, 301, 302, 303, 400, 404, 405, 406, 410}


def patterns(resolver: Any, prefix: str = "") -> Iterator[str]:
    """Every address of the public part, with its places for values."""
    for one in resolver.url_patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            module = getattr(one.urlconf_module, "__name__", "")
            if not address.startswith(("admin/", "^")) and module != "staff.urls":
                yield from patterns(one, address)
        elif isinstance(one, URLPattern) and "^" not in address and not address.startswith("oidc/"):
            yield address


def addresses() -> list[str]:
    found = []
    for language in ("nb", "en"):
        with translation.override(language):
            found += [f"/{address.removeprefix('/')}" for address in patterns(get_resolver())]
    return sorted(set(found))


def test_pages_files_and_api_are_among_the_addresses() -> None:
    assert {"/", "/en/clusters/shared/", "/klynger/felles.csv", "/meld-feil/", "/api/v1/suggest/"} <= set(addresses())


def filled(address: str, value: str | None = None) -> list[str]:
    """The address with sound values in its places, or with one value in all of them."""
    places = re.findall(r"<(?:\w+:)?(\w+)>", address)
    if not places:
        return [address] if value is None else []
    choices = [value] if value is not None else list(SOUND[places[0]])
    return [re.sub(r"<(?:\w+:)?\w+>", lambda _found, value=choice: value, address) for choice in choices]  # type: ignore[misc]


def fault(answer: Any) -> str:
    """What is wrong with the answer to a hostile request; empty where nothing is."""
    if answer.status_code not in CALM:
        return f"status {answer.status_code}"
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Link")
    if "<script" in headers or "evil.example" in urlsplit(answer.headers.get("Location", "")).netloc:
        return f"headers: {headers}"
    if answer.headers.get("Location", "").startswith(("//", "/\\", "javascript")) or "Set-Cookie: a=b" in headers:
        return f"headers: {headers}"
    kind = answer.headers.get("Content-Type", "")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        return "the browser may guess what it is"
    if kind.startswith(
        (
            "text/plain",
            "text/csv",
            "application/json",
            "application/ld+json",
            "application/problem",
            "application/geo",
            "text/turtle",
        )
    ):
        return ""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    found = [raw for raw in RAW if raw in text]
    links = re.findall(r"""(?:href|src|action)=["']?\s*(javascript:[^"']*|//evil[^"']*)""", text)
    return f"{found or links} in the body" if found or links else ""


@pytest.mark.parametrize("address", addresses())
def test_hostile_parameters_are_shown_as_text_or_refused(client: Client, address: str) -> None:
    is_english = address.startswith("/en/")
    faults = []
    for place in filled(address)[:1]:
        for value in HOSTILE[:1] if is_english else HOSTILE:
            faults.append((place, "all", value, fault(client.get(place, dict.fromkeys(PARAMETERS, value)))))
            faults.append((place, "name", value, fault(client.get(place, {value: value}))))
        singly = () if is_english else PARAMETERS
        faults += [(place, name, SCRIPT, fault(client.get(place, {name: SCRIPT}))) for name in singly]
        faults.append((place, "post", SCRIPT, fault(client.post(place, dict.fromkeys(("text", "token"), SCRIPT)))))

    assert [row for row in faults if row[3]] == []


@pytest.mark.parametrize("address", [address for address in addresses() if "<" in address])
def test_hostile_parts_of_addresses_are_shown_as_text_or_refused(client: Client, address: str) -> None:
    hostile = [place for value in (*HOSTILE, "..", "%00", "a" * 500) for place in filled(address, value)]
    faults = [(place, fault(client.get(place))) for place in [*filled(address), *hostile]]

    assert [row for row in faults if row[1]] == []


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/klynger", "/\\evil.example/", "/en//evil.example/..", "///evil.example"]
)
def test_no_address_leads_to_another_host(client: Client, path: str) -> None:
    assert fault(client.get(path)) == ""


def spoil(model: type[models.Model]) -> None:
    """Script in every text of the model's rows that is neither a code nor a key."""
    for field in model._meta.fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
        if not is_text or field.choices or field.unique or not field.editable or isinstance(field, models.EmailField):
            continue
        if isinstance(field, models.GeneratedField) or (field.max_length or 1000) < len(SCRIPT):
            continue
        value = "javascript:alert(1)" if isinstance(field, models.URLField) else SCRIPT
        for rows in (model._default_manager.all(), model._default_manager.all()[:1]):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk__in=rows.values("pk")).update(**{field.name: value})
                break
            except IntegrityError:
                continue


def test_script_in_every_field_of_every_record_is_shown_as_text(client: Client) -> None:
    node = Cluster.objects.get(slug="gce-node")
    member = Organisation.objects.filter(memberships__cluster=node).first()
    for label in ("regions", "programmes", "clusters", "support"):
        for model in apps.get_app_config(label).get_models():
            if not model.__name__.endswith("Event") and model._meta.managed and not model._meta.proxy:
                spoil(model)

    places = [place for address in addresses() if "<" not in address for place in filled(address)]
    places += ["/klynger/gce-node/", "/en/clusters/gce-ocean-technology/", "/regioner/46/", "/en/regions/4601/"]
    places += [f"/virksomheter/{member.pk}/"] if member else []
    faults = [(place, fault(client.get(place))) for place in places]

    assert Cluster.objects.get(slug="gce-node").name == SCRIPT
    assert [row for row in faults if row[1]] == []
