"""What clusters and organisations have in common: a seat, names, and staff who keep them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol, Self

from django.db import models

from clusters import search
from clusters.search import Question, Way
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


class SeatedRows(models.QuerySet[Any]):
    """Rows with a seat."""

    def seated_in(self, seats: Iterable[int], *, outside: Iterable[int] | None = None) -> Self:
        """Seated in any of the places, by id: PostgreSQL knows how many rows each has, and plans by it.

        ``outside`` asks as well for rows without a seat, or with one that is in none of these places.
        """
        within = models.Q(seat__in=list(seats))
        if outside is not None:
            within |= models.Q(seat__isnull=True) | ~models.Q(seat__in=list(outside))
        return self.filter(within)


class SeatedQuerySet(SeatedRows):
    """Records with a seat."""

    def with_places(self, day: dt.date) -> Self:
        """Adds ``places``: the municipality and counties of the day that the seat lies in (regions/places.py)."""
        return self.annotate(places=places_on(day))

    def ways(self, question: Question) -> list[Way]:
        """The ways from the question to these records, the best first."""
        raise NotImplementedError

    def search(self, text: str) -> Self:
        """Records that every word of the text leads to: by its beginning, its stem, or as a part of another word.

        Words are looked for in names, former names, acronyms, texts, sectors, hosts and places. An organisation
        number, a web domain or an identifier names its record. Adds ``relevance``, lower first
        (search.relevance).
        """
        question = Question(text)
        found = self.ways(question)
        return self.filter(search.either(found)).annotate(relevance=search.relevance(question, found))

    def search_by_ways(self, question: Question) -> list[tuple[Way, Self]]:
        """The hits of ``search`` by each way to them; one that several ways lead to is in several.

        For whoever must not follow a way to its end. The best ``relevance`` of a hit is its true one.
        """
        found = self.ways(question)
        return [(way, self._by(question, way, found)) for way in found]

    def _by(self, question: Question, way: Way, found: list[Way]) -> Self:
        better = [other for other in found if other.is_spare and other.relevance < way.relevance]
        return self.led_by(way).annotate(relevance=search.relevance(question, better, way.relevance))

    def led_to_by(self, question: Question) -> Self:
        """The hits of ``search``, all of them found by their indexes before anything else is looked at."""
        followed = [way for way in self.ways(question) if not way.is_spare]
        hits = [self.model.objects.all().led_by(way).order_by().values("pk") for way in followed]
        return self.filter(pk__in=hits[0].union(*hits[1:], all=True))

    def led_by(self, way: Way) -> Self:
        """What the way leads to."""
        return self.filter(way.condition)
