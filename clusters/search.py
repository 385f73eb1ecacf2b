"""Free text against the registry: what is indexed, and how words become a query.

Names, summaries and descriptions are folded (bilingual/norwegian.py) and unstemmed; every word of the
query matches as the beginning of a word.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Case, Exists, Func, Q, Value, When

from bilingual.norwegian import FoldText, fold
from clusters.correlated import of_cluster, of_organisation, places_of_seat
from clusters.organisation_number import compact, is_valid

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


class WebDomain(Func):
    """``gceocean.no`` out of ``https://www.gceocean.no/about``; empty where there is no address."""

    template = r"coalesce(substring(lower(website) from '^[a-z]+://(?:www\.)?([^/:?#]+)'), '')"
    output_field: Any = models.TextField(db_collation="C")


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


def cluster_matches(text: str) -> Q:
    """Condition on clusters: every word in a name, text, sector, seat or host; or the host's number, or a domain."""
    hosts = of_cluster("HostPeriod")
    by_number = Q(Exists(hosts.filter(organisation__organisation_number=compact(text))))

    def word_matches(word: str) -> Q:
        query = prefix_query(word)
        sector = Q(sector__name_folded__startswith=word) | Q(sector__name_folded__contains=f" {word}")
        return (
            Q(search_vector=query)
            | Q(Exists(of_cluster("ClusterName").filter(search_vector=query)))
            | Q(Exists(hosts.filter(organisation__search_vector=query)))
            | Q(Exists(of_cluster("ClusterSector").filter(sector)))
            | _seat_matches(word)
        )

    return _matches(text, by_number, word_matches)


def organisation_matches(text: str) -> Q:
    """Condition on organisations: every word in a name or seat; or the number, or a domain."""

    def word_matches(word: str) -> Q:
        query = prefix_query(word)
        named = Q(Exists(of_organisation("OrganisationName").filter(search_vector=query)))
        return Q(search_vector=query) | named | _seat_matches(word)

    return _matches(text, Q(organisation_number=compact(text)), word_matches)


def _matches(text: str, by_number: Q, word_matches: Callable[[str], Q]) -> Q:
    if is_valid(compact(text)):
        return by_number
    if domain := web_domain(text):
        return Q(website__icontains=domain)
    found = words(text)
    if not found:  # a lone punctuation mark matches nothing
        return Q(pk__in=[])
    every = Q()
    for word in found:
        every &= word_matches(word)
    return every


def relevance(text: str, other_names: Any) -> Case:
    """Exact name, present or other, before the beginning of the name before any other hit."""
    folded = fold(text.strip())
    same = other_names.annotate(folded=FoldText("name")).filter(folded=folded)
    return Case(
        When(Q(name_folded=folded) | Q(Exists(same)), then=Value(0)),
        When(name_folded__startswith=folded, then=Value(1)),
        default=Value(2),
    )


def _seat_matches(word: str) -> Q:
    """Municipalities and counties, of any era, that the seat answers to. Everybody is in the country."""
    places = places_of_seat().exclude(region__level="country")
    return Q(Exists(places.filter(region__name_folded__startswith=word)))
