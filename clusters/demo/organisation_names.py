"""Names of organisations, built as Norwegian ones are: surnames, farms, places, trades, compounds, coinages."""

from collections.abc import Callable
from random import Random

from clusters.demo.ground import Ground, Place
from clusters.demo.vocabulary import compound, endings, fields, patterns, words

LONGEST_NUMBER = 60


class OrganisationNames:
    """Draws names; a pattern's ``{slot}`` is filled anew each time it is met."""

    def __init__(self, random: Random, ground: Ground) -> None:
        self._random = random
        self._ground = ground
        self._patterns = patterns("name_patterns", "form")
        self._words = words()
        self._place: Place = ground.places.draw(random)
        self._made: dict[str, Callable[[], str]] = {
            "place": lambda: self._place.name,
            "district": lambda: self._ground.district(self._random, self._place),
            "farm": lambda: self["farm-first"] + self["farm-last"],
            "brand": self._brand,
            "Compound": lambda: (self["trade-head"] + self["trade-tail"]).capitalize(),
            "Field": lambda: self._field().capitalize(),
            "Sami": lambda: self["sami"].capitalize(),
            "initial": lambda: self["surname"][0],
            "number": lambda: str(self._random.randint(1, LONGEST_NUMBER)),
        }

    def draw(self, form: str, place: Place) -> str:
        """A name for an organisation of the legal form with its seat in the place."""
        self._place = place
        return self._patterns[form].draw(self._random).format_map(self)

    def __getitem__(self, slot: str) -> str:
        make = self._made.get(slot)
        return make() if make else self._words[slot].draw(self._random)

    def _brand(self) -> str:
        middle = self["brand-middle"] if self._random.random() < 1 / 2 else ""
        return self["brand-first"] + middle + self["brand-last"]

    def _field(self) -> str:
        return compound(fields().draw(self._random), endings().draw(self._random)).nb
