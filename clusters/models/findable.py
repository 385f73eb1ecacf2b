"""What a record is found by: columns that the database keeps true by itself, for search.py to ask."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Concat

from bilingual.norwegian import FoldText, folded, sort_key
from history.derived import DerivedText

#: A character between texts that no word goes over.
LINE = Value("\n")


def stored(expression: Any, output_field: Any = None) -> "models.GeneratedField":
    """A column that PostgreSQL works out from the others of its row on every write."""
    field = output_field or expression.output_field
    return models.GeneratedField(expression=expression, output_field=field, db_persist=True, editable=False)


def lines_folded(*columns: str) -> "models.GeneratedField":
    """The columns folded, each between line ends, so that a whole line can be looked for."""
    parts = [part for column in columns for part in (LINE, column)]
    text = Concat(*parts, LINE, output_field=models.TextField())
    return stored(FoldText(text), models.TextField(db_collation="C"))


class Vector(Func):
    """The words of a record's columns, weighted."""

    output_field: Any = SearchVectorField()


NAME_WORDS = "setweight(words_vector(name), 'A') || setweight(words_vector(other_names), 'B')"


class NameVector(Vector):
    """The words of the name (A) and of the other names (B), as they are: names are not inflected."""

    template = NAME_WORDS


class WebDomain(Func):
    """``gceocean.no`` out of ``https://www.gceocean.no/about``; empty where there is no address."""

    template = r"coalesce(substring(lower(website) from '^[a-z]+://(?:www\.)?([^/:?#]+)'), '')"
    output_field: Any = models.TextField(db_collation="C")


class Findable(models.Model):
    """A record with names, a seat and a website.

    Triggers copy the words of related rows into ``other_names`` and ``related_words`` (migration
    ``related_words``); everything else here follows from the row itself.
    """

    other_names = DerivedText(help_text="Every other name, one a line.")
    related_words = DerivedText(help_text="Names of related rows and, in every era, of the seat's places, one a line.")
    name_key = sort_key()
    name_folded = folded()
    other_names_folded = lines_folded("other_names")
    name_vector = stored(NameVector())
    website_domain = stored(WebDomain())

    #: What a change of follows from a change elsewhere.
    FOLLOWING: ClassVar[tuple[str, ...]] = (
        "other_names",
        "related_words",
        "name_key",
        "name_folded",
        "other_names_folded",
        "name_vector",
        "website_domain",
        "words_folded",
        "search_vector",
    )

    class Meta:
        abstract = True


def indexes_of(table: str, *, shown_by: str) -> list[models.Index]:
    """One index for each way in: beginning of the name, words, parts of words, web domain, and the alphabet.

    ``shown_by`` is the column that says whether a record is in the catalogue: with it a list is walked in its order
    without the rows.
    """
    return [
        models.Index(fields=["name_key", "id"], include=[shown_by], name=f"{table}_by_name"),
        models.Index(fields=["name_folded", "id"], name=f"{table}_by_folded_name"),
        models.Index(fields=["website_domain"], name=f"{table}_by_domain", condition=~models.Q(website_domain="")),
        models.Index(fields=["seat"], name=f"{table}_by_seat"),
        # Without a list of pending rows, a search after a write is as quick as before it.
        GinIndex(fields=["name_vector"], name=f"{table}_name_vector", fastupdate=False),
        GinIndex(fields=["search_vector"], name=f"{table}_search_vector", fastupdate=False),
        GinIndex(fields=["words_folded"], opclasses=["gin_trgm_ops"], name=f"{table}_word_parts", fastupdate=False),
    ]
