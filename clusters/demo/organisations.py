"""Synthetic organisations with their former names, and what memberships must know of them."""

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterator
from random import Random

from clusters.choices import OrganisationKind
from clusters.demo.copying import BATCH, Progress, Table, Values, unheard
from clusters.demo.ground import Ground, Place
from clusters.demo.marking import LAST_DAY, LAST_YEAR, SOURCE
from clusters.demo.organisation_names import OrganisationNames
from clusters.demo.organisation_numbers import free_numbers
from clusters.demo.slugs import slug_of
from clusters.demo.vocabulary import industries, legal_forms
from clusters.models import Organisation, OrganisationName

FIELDS = (
    "id",
    "name",
    "kind",
    "organisation_number",
    "seat",
    "seat_basis",
    "industry_code",
    "website",
    "founded_date",
    "dissolved_date",
    "source",
)
#: Shares of organisations with …
WEBSITE, FOUNDED, DISSOLVED, FORMER_NAME, SEATLESS = 0.4, 0.8, 0.07, 0.06, 0.02
#: Half of the organisations with a known beginning are younger than this many years.
HALF_LIFE_YEARS = 14
OLDEST = dt.date(1850, 1, 1)
NEVER = 0
LONGEST_SLUG = 40


class Roster:
    """All synthetic organisations by number (0, 1, …): id, life, kind, and who is where."""

    def __init__(self, first_id: int) -> None:
        self.first_id = first_id
        self.founded = array("i")  # ordinals; NEVER where not known
        self.dissolved = array("i")  # NEVER while it lives
        self.kinds: list[str] = []
        self.by_county: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self.by_kind: dict[str, array[int]] = defaultdict(lambda: array("i"))

    def __len__(self) -> int:
        return len(self.kinds)

    def add(self, kind: OrganisationKind, place: Place, life: tuple[int, int]) -> None:
        """Note the next organisation; ``life`` are the ordinals of its first and last day."""
        number = len(self)
        self.kinds.append(kind)
        self.founded.append(life[0])
        self.dissolved.append(life[1])
        self.by_county[place.county].append(number)
        if kind != OrganisationKind.COMPANY:
            self.by_kind[kind].append(number)


class Organisations:
    """Makes organisations, and writes them with their former names."""

    def __init__(self, seed: int, ground: Ground, first_id: int, taken: set[str]) -> None:
        """``taken`` are the organisation numbers that are in use."""
        self._random = Random(f"{seed} organisations")
        self._ground = ground
        self._names = OrganisationNames(self._random, ground)
        self._numbers = free_numbers(Random(f"{seed} numbers"), taken)
        self._former: list[Values] = []
        self.roster = Roster(first_id)

    def write(self, number: int, progress: Progress) -> dict[str, int]:
        """Write that many. Answers how many rows each model got."""
        organisations = Table(Organisation, *FIELDS)
        names = Table(OrganisationName, "organisation", "name", "until_year", "source")
        former = 0
        for start in range(0, number, BATCH):
            organisations.copy(self._rows(start, min(start + BATCH, number)), progress)
            former += names.copy(self._former, unheard)
            self._former.clear()
        return {"organisations": number, "former names of organisations": former}

    def _rows(self, start: int, stop: int) -> Iterator[Values]:
        return (self._row(self.roster.first_id + index) for index in range(start, stop))

    def _row(self, pk: int) -> Values:
        random = self._random
        form, kind = legal_forms().draw(random)
        place = self._ground.places.draw(random)
        name = self._names.draw(form, place)
        founded, dissolved = self._life()
        self.roster.add(OrganisationKind(kind), place, (founded, dissolved))
        if random.random() < FORMER_NAME:
            self._former.append((pk, self._former_name(form, place, name), random.randint(1995, LAST_YEAR), SOURCE))
        seat = None if form == "foreign" or random.random() < SEATLESS else place.id
        return (
            pk,
            name,
            kind,
            "" if form == "foreign" else next(self._numbers),
            seat,
            Organisation.SeatBasis.STATED.value if seat else "",
            "" if form == "foreign" else industries().draw(random),
            self._website(name),
            _date(founded),
            _date(dissolved),
            SOURCE,
        )

    def _website(self, name: str) -> str:
        if self._random.random() > WEBSITE:
            return ""
        return f"https://www.{slug_of(name, LONGEST_SLUG)}.example"

    def _former_name(self, form: str, place: Place, name: str) -> str:
        other = name
        while other == name:
            other = self._names.draw(form, place)
        return other

    def _life(self) -> tuple[int, int]:
        """Ordinals of the day it was founded (NEVER where not known) and dissolved (NEVER while it lives)."""
        last = LAST_DAY.toordinal()
        age = int(self._random.expovariate(1 / (HALF_LIFE_YEARS * 365 * 1.44)))
        founded = max(OLDEST.toordinal(), last - 1 - age)
        gone = self._random.random() < DISSOLVED
        dissolved = self._random.randint(founded + 1, last) if gone else NEVER
        return (founded if self._random.random() < FOUNDED else NEVER), dissolved


def _date(ordinal: int) -> str | None:
    return dt.date.fromordinal(ordinal).isoformat() if ordinal else None
