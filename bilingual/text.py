"""Text in two languages: columns ``<name>_nb`` and ``<name>_en``, read through one property that falls back."""

from collections.abc import Mapping
from typing import Any, Self, overload

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("nb", "en")


class Text(str):  # noqa: SLOT000 - carries its language
    """A piece of text that knows its language, so that a page can mark text in the other one."""

    lang: str

    def __new__(cls, value: str, lang: str) -> Self:
        """A text in the language ``lang``, ``nb`` or ``en``."""
        text = super().__new__(cls, value)
        text.lang = lang
        return text

    @property
    def is_other(self) -> bool:
        """Whether this text stands in another language than the page around it."""
        return bool(self) and self.lang != current_language()


class Bilingual:
    """Read-only property over ``<name>_nb`` and ``<name>_en``.

    Gives the text in the language of the page, the other language where that is empty, and an empty
    Text where both are.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: models.Model, owner: type) -> Text: ...
    def __get__(self, instance: models.Model | None, owner: type) -> "Self | Text":
        if instance is None:
            return self
        return pick({lang: getattr(instance, f"{self.name}_{lang}") for lang in LANGUAGES})


def current_language() -> str:
    """The language of the page, ``nb`` or ``en``."""
    return "en" if (get_language() or "").startswith("en") else "nb"


def pick(texts: Mapping[str, Any]) -> Text:
    """The text for this page out of ``{"nb": …, "en": …}``, the other language where it is missing."""
    lang = current_language()
    other = "nb" if lang == "en" else "en"
    return Text(texts[lang], lang) if texts.get(lang) else Text(texts.get(other) or "", other)


def both(instance: models.Model, name: str) -> dict[str, str]:
    """Both languages of a field as they stand in every answer of the API."""
    return {lang: getattr(instance, f"{name}_{lang}") for lang in LANGUAGES}


def fields(*names: str) -> tuple[tuple[str, str], ...]:
    """Field names for an admin fieldset, the two languages of each side by side."""
    return tuple((f"{name}_nb", f"{name}_en") for name in names)
