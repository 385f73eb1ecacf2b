"""Names of organisations, built as Norwegian ones are: surnames, farms, places, trades, compounds, coinages."""

from random import Random

from clusters.demo.ground import Ground, Place
from clusters.demo.vocabulary import compound, endings, fields, patterns, words

HIGHEST_NUMBER = 60
#: Share of coined names with a middle: ``Aquavent``, ``Aquaravent``.
LONGER_BRANDS = 0.5


class OrganisationNames:
    """Draws names. A pattern's ``{slot}`` is filled anew each time it is met; ``{Slot}`` with a capital."""

    def __init__(self, random: Random, ground: Ground) -> None:
        self._random = random
        self._ground = ground
        self._patterns = patterns("name_patterns", "form")
        self._words = words()
        self._place: Place = ground.places.draw(random)
        self._made = {
            "place": self._place_name,
            "district": self._district,
            "farm": self._farm,
            "brand": self._brand,
            "compound": self._compound,
            "field": self._field,
            "initial": self._initial,
            "number": self._number,
        }

    def draw(self, form: str, place: Place) -> str:
        """A name for an organisation of the legal form with its seat in the place."""
        self._place = place
        return self._patterns[form].draw(self._random).format_map(self)

    def __getitem__(self, slot: str) -> str:
        if slot[0].isupper():
            return self[slot.lower()].capitalize()
        make = self._made.get(slot)
        return make() if make else self._words[slot].draw(self._random)

    def _place_name(self) -> str:
        return self._place.name

    def _district(self) -> str:
        return self._ground.district(self._random, self._place)

    def _farm(self) -> str:
        return self["farm-first"] + self["farm-last"]

    def _brand(self) -> str:
        middle = self["brand-middle"] if self._random.random() < LONGER_BRANDS else ""
        return self["brand-first"] + middle + self["brand-last"]

    def _compound(self) -> str:
        return self["trade-head"] + self["trade-tail"]

    def _field(self) -> str:
        return compound(fields().draw(self._random), endings().draw(self._random)).nb

    def _initial(self) -> str:
        return self["surname"][0]

    def _number(self) -> str:
        return str(self._random.randint(1, HIGHEST_NUMBER))
