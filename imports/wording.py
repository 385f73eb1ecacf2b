"""The names of columns and choices in every language of the registry: a file may use any of them."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


def in_every_language(text: Promise | str) -> set[str]:
    """The text as each language has it."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(str(text))
    return found


def plain(text: str) -> str:
    """For comparing headers: without capitals, stars for “required”, and blanks that nobody sees."""
    return " ".join(text.replace("*", " ").replace("\u00a0", " ").split()).casefold()
