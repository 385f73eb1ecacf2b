"""Summaries and descriptions of clusters in bokmål and English, sentence by sentence from the phrases."""

from collections.abc import Iterable
from functools import cache
from random import Random
from string import Formatter

from clusters.demo.ground import Place
from clusters.demo.vocabulary import Field, Pair, compound, endings, fields, phrases

LONGEST_SUMMARY = 400
SHORTEST_DESCRIPTION, USUAL_DESCRIPTION, LONGEST_DESCRIPTION = 400, 760, 900
#: How many more sentences are tried while a description is too short.
MOST_SENTENCES = 30
#: How often a text speaks of the cluster's own field.
OWN_FIELD = 0.6


class ClusterTexts:
    """Draws texts; both languages say the same."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._phrases = phrases()
        self._field = fields().draw(random)
        self._given: dict[str, Pair] = {}

    def draw(self, name: str, place: Place, field: Field) -> tuple[Pair, Pair]:
        """Summary and description of the cluster."""
        self._field = field
        self._given = {"name": Pair(name, name), "place": Pair(place.name, place.name)}
        return self._summary(), self._description()

    def _summary(self) -> Pair:
        opening = self._sentence("opening")
        both = _joined([opening, self._sentence("aim")])
        return both if _longest(both) <= LONGEST_SUMMARY else opening

    def _description(self) -> Pair:
        """Opening, aim, and other sentences, each pattern once, until both languages are long enough."""
        usual = self._random.randint(SHORTEST_DESCRIPTION, USUAL_DESCRIPTION)
        text = _joined([self._sentence("opening"), self._sentence("aim")])
        used: set[str] = set()
        for _turn in range(MOST_SENTENCES):
            if min(len(text.nb), len(text.en)) >= usual:
                break
            pattern = self._phrases["body"].draw(self._random)
            longer = _joined([text, self._filled(pattern)])
            if pattern.nb not in used and _longest(longer) <= LONGEST_DESCRIPTION:
                text = longer
                used.add(pattern.nb)
        return text

    def _sentence(self, kind: str) -> Pair:
        return self._filled(self._phrases[kind].draw(self._random))

    def _filled(self, pattern: Pair) -> Pair:
        slots: dict[str, Pair] = {}
        for slot in slots_of(pattern.nb):
            slots[slot] = self._other_than(slots.values(), slot)
        return Pair(
            pattern.nb.format_map({slot: pair.nb for slot, pair in slots.items()}),
            pattern.en.format_map({slot: pair.en for slot, pair in slots.items()}),
        )

    def _other_than(self, used: Iterable[Pair], slot: str) -> Pair:
        """A phrase that the sentence does not have yet, whatever its case."""
        said = {pair.nb.lower() for pair in used}
        while (pair := self._fill(slot)).nb.lower() in said:
            pass
        return pair

    def _fill(self, slot: str) -> Pair:
        """A phrase for ``{actors}``, ``{actors2}`` or, with a capital, ``{actors_start}``."""
        kind = slot.rstrip("2").removesuffix("_start")
        if kind in self._given:
            return self._given[kind]
        pair = self._compound() if kind == "field" else self._phrases[kind].draw(self._random)
        return Pair(_capital(pair.nb), _capital(pair.en)) if slot.endswith("_start") else pair

    def _compound(self) -> Pair:
        own = self._random.random() < OWN_FIELD
        return compound(self._field if own else fields().draw(self._random), endings().draw(self._random))


@cache
def slots_of(pattern: str) -> tuple[str, ...]:
    """The names in the braces of a pattern."""
    return tuple(name for _text, name, _form, _conversion in Formatter().parse(pattern) if name)


def _joined(texts: list[Pair]) -> Pair:
    return Pair(" ".join(text.nb for text in texts), " ".join(text.en for text in texts))


def _longest(pair: Pair) -> int:
    return max(len(pair.nb), len(pair.en))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
