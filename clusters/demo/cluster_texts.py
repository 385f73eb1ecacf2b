"""Summaries and descriptions of clusters in bokmål and English, sentence by sentence from the phrases."""

from collections.abc import Callable
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
        self._drawn: dict[str, Callable[[], Pair]] = {"field": self._compound}

    def draw(self, name: str, place: Place, field: Field) -> tuple[Pair, Pair]:
        """Summary and description of the cluster."""
        self._field = field
        self._given = {"name": Pair(name, name), "place": Pair(place.name, place.name)}
        summary = _joined([self._sentence("opening"), self._sentence("aim")])
        if max(len(summary.nb), len(summary.en)) > LONGEST_SUMMARY:
            summary = Pair(summary.nb[:LONGEST_SUMMARY], summary.en[:LONGEST_SUMMARY])
        return summary, self._description()

    def _description(self) -> Pair:
        usual = self._random.randint(SHORTEST_DESCRIPTION, USUAL_DESCRIPTION)
        text = _joined([self._sentence("opening"), self._sentence("aim")])
        for _turn in range(MOST_SENTENCES):
            if min(len(text.nb), len(text.en)) >= usual:
                break
            longer = _joined([text, self._sentence("body")])
            if max(len(longer.nb), len(longer.en)) <= LONGEST_DESCRIPTION:
                text = longer
        return text

    def _sentence(self, kind: str) -> Pair:
        pattern = self._phrases[kind].draw(self._random)
        slots = {slot: self._fill(slot) for slot in slots_of(pattern.nb)}
        return Pair(
            pattern.nb.format_map({slot: pair.nb for slot, pair in slots.items()}),
            pattern.en.format_map({slot: pair.en for slot, pair in slots.items()}),
        )

    def _fill(self, slot: str) -> Pair:
        """A phrase for ``{actors}``, ``{actors2}`` or, with a capital, ``{actors_start}``."""
        kind = slot.rstrip("2").removesuffix("_start")
        if kind in self._given:
            return self._given[kind]
        drawn = self._drawn.get(kind)
        pair = drawn() if drawn else self._phrases[kind].draw(self._random)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
