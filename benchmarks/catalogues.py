"""The two catalogues as the measurements see them: names and words drawn from the data itself."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from psycopg.sql import SQL, Identifier, Literal

from benchmarks.relevance import DOORS, Door
from clusters.composition import Tally
from clusters.facets import CLUSTER_TALLIES, ORGANISATION_TALLIES
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.hits import Hits
from clusters.models import Cluster, Organisation
from clusters.search import LEGAL_FORMS

#: Records whose names and words the questions are drawn from.
SAMPLE = 20_000
#: Words that are tried at most until enough are of the wanted kind.
MOST_TRIED = 600
SHORTEST_WORD = 3
#: No condition.
EVERY = SQL("true")

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Catalogue:
    """A catalogue with what its list is asked by, and the record's text that has its words."""

    noun: str
    model: Any
    filterset: type[RegistryFilterSet]
    tallies: dict[str, Tally]
    text: SQL
    seed: int

    @property
    def door(self) -> Door:
        """Where it is served."""
        return DOORS[self.noun]

    @cached_property
    def random(self) -> Random:
        """The catalogue's own chance."""
        return Random(f"{self.seed} {self.noun}")  # noqa: S311 (not for secrets)

    @cached_property
    def rows(self) -> int:
        """How many records a list has."""
        return int(self.model.objects.catalogue(timezone.localdate()).count())

    def sample(self, column: SQL, condition: SQL = EVERY) -> list[str]:
        """The column of about SAMPLE records within the condition, in an order that the seed decides."""
        table = Identifier(self.model._meta.db_table)
        chance = min(100.0, 100 * SAMPLE / max(self.rows, 1))
        statement = SQL(
            "SELECT {}::text FROM {} TABLESAMPLE BERNOULLI ({}) REPEATABLE ({}) WHERE {} ORDER BY id"
        ).format(column, table, Literal(chance), Literal(self.seed), condition)
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found = [row[0] for row in cursor.fetchall()]
        self.random.shuffle(found)
        return found

    @cached_property
    def names(self) -> list[str]:
        """Names of records."""
        return self.sample(SQL("name"))

    @cached_property
    def texts(self) -> list[list[str]]:
        """The words of each record's text, small."""
        return [words_of(text) for text in self.sample(self.text)]

    @cached_property
    def words(self) -> Counter[str]:
        """In how many of the texts each word stands."""
        return Counter(word for text in self.texts for word in dict.fromkeys(text))

    @cached_property
    def shuffled_words(self) -> list[str]:
        """Each word once, in an order that the seed decides."""
        found = sorted(self.words)
        self.random.shuffle(found)
        return found

    def hits(self, text: str) -> int:
        """How many records the list counts for the question, up to its cap. Raises ValueError where it is faulty."""
        filterset = self.filterset(QueryDict(urlencode({"q": text})), queryset=self.model.objects.all())
        if filterset.problems:
            raise ValueError(f"{text}: {filterset.problems}")
        return Hits(filterset).answer(0, 1).count

    def words_with_share(self, least: float, most: float = 1) -> list[str]:
        """Words that stand in such a share of the records."""
        records = max(len(self.texts), 1)
        return [word for word in self.shuffled_words if least <= self.words[word] / records <= most]

    def words_with_hits(self, least: int, most: int, wanted: int) -> list[str]:
        """Seldom words that find so many records."""
        seldom = sorted(self.shuffled_words, key=self.words.__getitem__)
        return drawn(seldom, lambda word: least <= self.hits(word) <= most, wanted)


def words_of(text: str) -> list[str]:
    """Words of three letters or more, small, without legal forms."""
    found = _WORD.findall(text.lower())
    return [word for word in found if len(word) >= SHORTEST_WORD and word not in LEGAL_FORMS]


def drawn(texts: Iterable[str], is_wanted: Callable[[str], bool], wanted: int) -> list[str]:
    """The first ``wanted`` different texts that are wanted, out of MOST_TRIED."""
    tried = islice(dict.fromkeys(texts), MOST_TRIED)
    return list(islice((text for text in tried if is_wanted(text)), wanted))


def catalogues(seed: int) -> dict[str, Catalogue]:
    """Both, by the noun of their doors."""
    own_text = SQL("concat(name, ' ', summary_nb)")
    both = [
        Catalogue("organisations", Organisation, OrganisationFilterSet, {**ORGANISATION_TALLIES}, SQL("name"), seed),
        Catalogue("clusters", Cluster, ClusterFilterSet, {**CLUSTER_TALLIES}, own_text, seed),
    ]
    return {catalogue.noun: catalogue for catalogue in both}
