"""What the templates of the catalogue ask of names that came out of the database as JSON."""

from collections.abc import Iterable, Mapping

from django import template

from bilingual.text import Text, pick

register = template.Library()


@register.filter
def named(texts: Mapping[str, str]) -> Text:
    """The name out of ``{"nb": …, "en": …}`` for this page."""
    return pick(texts)


@register.filter
def names(rows: Iterable[Mapping[str, str]] | None) -> str:
    """The names of several, with commas."""
    return ", ".join(pick(row) for row in rows or ())
