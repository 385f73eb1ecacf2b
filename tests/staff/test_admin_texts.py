"""The texts of Django's own admin are all said in bokmål: where its Norwegian lacks one, ours has it."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.contrib import admin

OWN = Path(__file__).resolve().parents[2] / "locale" / "nb" / "LC_MESSAGES"
DJANGOS = Path(admin.__file__).parent / "locale"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def said(source: Catalog, message: str, context: str | None) -> bool:
    entry = source.get(message, context)
    return bool(entry and entry.string and all(entry.string) and not entry.fuzzy)


@pytest.mark.parametrize("name", ["django.po", "djangojs.po"])
def test_no_text_of_the_admin_stays_english(name: str) -> None:
    everything = catalogue(DJANGOS / "en" / "LC_MESSAGES" / name)
    known = [catalogue(DJANGOS / "nb" / "LC_MESSAGES" / name), catalogue(OWN / name)]

    lacking = [
        entry.id
        for entry in everything
        if entry.id
        for text in [entry.id if isinstance(entry.id, str) else entry.id[0]]
        if not any(said(one, text, entry.context) for one in known)
    ]

    assert lacking == []
