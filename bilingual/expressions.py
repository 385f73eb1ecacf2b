"""Text in two languages, picked by the database."""

from collections.abc import Mapping

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from bilingual.text import LANGUAGES, current_language


def picked(name: str) -> Coalesce:
    """The text of the columns ``<name>_nb`` and ``<name>_en`` in the language of the page, else in the other."""
    return picked_of({lang: f"{name}_{lang}" for lang in LANGUAGES})


def picked_of(columns: Mapping[str, str]) -> Coalesce:
    """The same where the column of each language is called otherwise."""
    ours, other = ("en", "nb") if current_language() == "en" else ("nb", "en")
    text = TextField()
    known = NullIf(F(columns[ours]), Value(""), output_field=text)
    return Coalesce(known, F(columns[other]), output_field=text)
