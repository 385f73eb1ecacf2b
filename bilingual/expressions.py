"""Text in two languages, picked by the database."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from bilingual.text import current_language


def picked(name: str) -> Coalesce:
    """The text of the columns ``<name>_nb`` and ``<name>_en`` in the language of the page, else in the other."""
    ours, other = ("en", "nb") if current_language() == "en" else ("nb", "en")
    return Coalesce(NullIf(F(f"{name}_{ours}"), Value("")), F(f"{name}_{other}"))
