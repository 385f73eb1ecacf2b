"""Free text against the registry: what is indexed, and how words become a query.

Names, summaries and descriptions are folded (bilingual/norwegian.py) and unstemmed; every word of the
query matches as the beginning of a word.
"""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func

from bilingual.norwegian import fold

#: More words than this say nothing more; longer texts are refused by the filter.
MOST_WORDS = 8
_WORD = re.compile(r"\w+")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})/?", re.IGNORECASE)


class ClusterVector(Func):
    """The words of a cluster's own row: name and acronym first, then summary, then description."""

    template = (
        "setweight(to_tsvector('simple', fold_text(name || ' ' || acronym)), 'A')"
        " || setweight(to_tsvector('simple', fold_text(summary_nb || ' ' || summary_en)), 'B')"
        " || setweight(to_tsvector('simple', fold_text(description_nb || ' ' || description_en)), 'C')"
    )
    output_field: Any = SearchVectorField()


class NameVector(Func):
    """The words of one name column."""

    template = "to_tsvector('simple', fold_text(%(expressions)s))"
    output_field: Any = SearchVectorField()


def words(text: str) -> list[str]:
    """The folded words of a query, at most MOST_WORDS."""
    return _WORD.findall(fold(text))[:MOST_WORDS]


def prefix_query(word: str) -> SearchQuery:
    """Matches words that begin with the given folded word."""
    return SearchQuery(f"'{word}':*", config="simple", search_type="raw")


def web_domain(text: str) -> str | None:
    """``gceocean.no`` out of a domain or address, None when the text is neither."""
    found = _DOMAIN.fullmatch(text.strip())
    return found.group(1).lower() if found else None
