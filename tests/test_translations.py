"""Everything the registry says can be said in bokmål. Reads code and templates without GNU gettext."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
CATALOGUE = PROJECT / "locale" / "nb" / "LC_MESSAGES" / "django.po"

PLAIN, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy", "gettext_noop"), PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), IN_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), PLURAL_IN_CONTEXT),
}
#: %(name)s, %s, {name}, {}, tags and the parts of addresses; each stands in the translation as often as in the text.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|<[^>]+>")


class Text(NamedTuple):
    """What is to be translated: one form, or singular and plural."""

    forms: tuple[str, ...]
    context: str | None
    place: str


def files() -> list[Path]:
    """Those that makemessages reads: code and templates, nothing installed or made here."""
    made = {"staticfiles", "htmlcov", "test-artefacts", "__pycache__"}
    return sorted(
        path
        for suffix in ("py", "html", "txt")
        for path in PROJECT.rglob(f"*.{suffix}")
        if not any(part.startswith(".") or part in made for part in path.relative_to(PROJECT).parts)
    )


def as_code(path: Path) -> str:
    """The file as Python: of a template the texts alone, and no indentation, which means nothing there."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def texts(path: Path) -> Iterator[Text]:
    code = io.BytesIO(as_code(path).encode())
    for line, message, _comments, context in extract("python", code, keywords=KEYWORDS):
        forms = (message,) if isinstance(message, str) else tuple(message)
        yield Text(forms, context, f"{path.relative_to(PROJECT)}:{line}")


def fault(text: Text, catalogue: Catalog) -> str | None:
    """What is wrong with the translation."""
    entry = catalogue.get(text.forms[0], text.context)
    if entry is None:
        return "is not in the catalogue"
    if entry.fuzzy:
        return "is marked fuzzy"
    said = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
    if len(said) < len(text.forms):
        return "has no plural in the catalogue"
    if not all(said):
        return "is not translated"
    if any(placeholders(original) != placeholders(form) for original, form in zip(text.forms, said, strict=False)):
        return "has other placeholders in the translation"
    return None


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def everything() -> list[Text]:
    return [text for path in files() for text in texts(path)]


@pytest.fixture(scope="module")
def norwegian() -> Catalog:
    with CATALOGUE.open("rb") as source:
        return read_po(source, abort_invalid=True)


def test_texts_are_found_in_code_and_templates(everything: list[Text]) -> None:
    suffixes = {Path(text.place.rsplit(":", 1)[0]).suffix for text in everything}

    assert len(everything) > 400
    assert {".py", ".html"} <= suffixes
    assert {len(text.forms) for text in everything} == {1, 2}
    assert any(text.context for text in everything)


def test_every_text_has_its_translation(everything: list[Text], norwegian: Catalog) -> None:
    faults = [f"{text.place}: “{text.forms[0]}” {wrong}" for text in everything if (wrong := fault(text, norwegian))]

    assert not faults, "make messages, then fill in locale/nb:\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("%(n)s klynge", "%(n)s klynger"), None),
        (("%(n)s klynge", ""), "is not translated"),
        (("%(n)s klynge", "%(m)s klynger"), "has other placeholders in the translation"),
    ],
)
def test_faults_of_a_translation_are_seen(said: tuple[str, str], expected: str | None) -> None:
    catalogue = Catalog(locale="nb")
    catalogue.add(("%(n)s cluster", "%(n)s clusters"), said)

    assert fault(Text(("%(n)s cluster", "%(n)s clusters"), None, ""), catalogue) == expected


def test_fuzzy_and_missing_translations_are_seen() -> None:
    catalogue = Catalog(locale="nb")
    catalogue.add("Clusters", "Klynger", flags=["fuzzy"])
    catalogue.add("%(n)s cluster", "%(n)s klynge")

    assert fault(Text(("Clusters",), None, ""), catalogue) == "is marked fuzzy"
    assert fault(Text(("%(n)s cluster", "%(n)s clusters"), None, ""), catalogue) == "has no plural in the catalogue"
    assert fault(Text(("Organisations",), None, ""), catalogue) == "is not in the catalogue"
