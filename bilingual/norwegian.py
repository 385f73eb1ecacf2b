"""Norwegian letters: one folding for search and one key for sorting, the same in the database and here.

The database functions ``fold_text`` and ``norwegian_key`` are made by this package's first migration.
"""

from django.db import models
from django.db.models import Func

_FOLDED = str.maketrans("æäåøöéèêëáàâãúùûüóòôõíìîïñçšžčđŋŧ", "aaaooeeeeaaaauuuuooooiiiincszcdnt")


def fold(text: str) -> str:
    """Lower case without Norwegian letters and accents, equal for ``Sjømat``, ``SJOMAT`` and ``sjoemat``.

    For matching only, never for display. Mirrors the database function ``fold_text``.
    """
    folded = text.lower().translate(_FOLDED)
    return folded.replace("ae", "a").replace("oe", "o").replace("aa", "a")


class FoldText(Func):
    """``fold_text(expression)`` in the database."""

    function = "fold_text"
    output_field = models.TextField()


class NorwegianKey(Func):
    """``norwegian_key(expression)``: text whose byte order is the Norwegian alphabet."""

    function = "norwegian_key"
    output_field = models.TextField()


def folded(field: str = "name") -> "models.GeneratedField":
    """A stored column of ``field`` folded, in byte order, so that beginnings of names are a range of an index."""
    return models.GeneratedField(
        expression=FoldText(field),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )


def sort_key(field: str = "name") -> "models.GeneratedField":
    """A stored column that sorts ``field`` by the Norwegian alphabet on every server."""
    return models.GeneratedField(
        expression=NorwegianKey(field),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )
