"""What clusters and organisations have in common: a seat, names, and staff who keep them."""

import datetime as dt
from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Exists, Q

from clusters import search
from clusters.correlated import places_of_seat
from regions.places import places_on


class StaffMember(Protocol):
    """What the ownership rule needs to know of a person."""

    owner_id: int | None

    @property
    def edits_everything(self) -> bool:
        """System administrators."""

    @property
    def edits_own(self) -> bool:
        """Editors, publishers and administrators of an owner."""


class SeatedQuerySet(models.QuerySet[Any]):
    """Records with a seat."""

    def in_region(self, *codes: str) -> Self:
        """Seated in any of the regions, whatever the era of the code (``12`` Hordaland, ``46`` Vestland)."""
        return self.filter(Exists(places_of_seat().filter(region__code__in=codes)))

    def with_places(self, day: dt.date) -> Self:
        """Adds ``places``: the municipality and counties of the day that the seat lies in (regions/places.py)."""
        return self.annotate(places=places_on(day))

    def ways(self, question: search.Question) -> list[Q]:
        """The conditions by which a record answers the question, the best first."""
        raise NotImplementedError

    def search(self, text: str) -> Self:
        """Records that every word of the text leads to: by its beginning, its stem, or as a part of another word.

        Words are looked for in names, former names, acronyms, texts, sectors, hosts and places. An organisation
        number, a web domain or an identifier names its record. Adds ``relevance``, lower first
        (search.relevance).
        """
        question = search.Question(text)
        hits = self.filter(search.either(self.ways(question)))
        return hits.annotate(relevance=search.relevance(question))
