"""Who joins and hosts clusters: mostly neighbours, some knowledge institutions, and a few who are everywhere."""

from array import array
from random import Random

from clusters.choices import OrganisationKind
from clusters.demo.draws import Weighted
from clusters.demo.organisations import NEVER, Roster

#: The higher, the more often the same organisations are drawn.
SKEW = 2.2
LOCAL, ANYWHERE = "local", "anywhere"
ORIGINS: Weighted[str] = Weighted(
    [
        (LOCAL, 64),
        (ANYWHERE, 26),
        (OrganisationKind.KNOWLEDGE_INSTITUTION, 5),
        (OrganisationKind.PUBLIC_BODY, 3),
        (OrganisationKind.INVESTOR, 2),
    ]
)


class Recruits:
    """Draws organisations by their number in the roster."""

    def __init__(self, random: Random, roster: Roster) -> None:
        self._random = random
        self.roster = roster
        self._everybody = _shuffled(array("i", range(len(roster))), random)
        self._by_county = {county: _shuffled(numbers, random) for county, numbers in roster.by_county.items()}
        self._by_kind = {kind: _shuffled(numbers, random) for kind, numbers in roster.by_kind.items()}

    def draw(self, county: str) -> int:
        """Somebody who may well join a cluster of the county."""
        origin = ORIGINS.draw(self._random)
        if origin == LOCAL:
            pool = self._by_county.get(county, self._everybody)
        else:
            pool = self._by_kind.get(origin, self._everybody)
        return pool[int(len(pool) * self._random.random() ** SKEW)]

    def any_of_all(self) -> int:
        """Somebody, everybody equally often."""
        return self._random.choice(self._everybody)

    def lives(self, number: int, start: int, end: int) -> bool:
        """Whether the organisation's life covers the days with these ordinals; ``end`` NEVER for an open end."""
        founded, dissolved = self.roster.founded[number], self.roster.dissolved[number]
        return founded <= start and (dissolved == NEVER or NEVER < end <= dissolved)


def _shuffled(numbers: "array[int]", random: Random) -> "array[int]":
    shuffled = array("i", numbers)
    random.shuffle(shuffled)
    return shuffled
