"""Names of clusters as they are given: Arena …, NCE …, GCE …, …klyngen, … Cluster."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from clusters.demo.ground import Ground, Place
from clusters.demo.slugs import slug_of
from clusters.demo.vocabulary import Field, compound, endings, fields, patterns, words

LONGEST_SLUG = 80
#: Draws before a name gets words that tell it from others, and before it gets a number.
PLAIN_TRIES, ALL_TRIES = 4, 8
#: Share of clusters with a name that says nothing of the tier.
PLAIN = 0.55
SHORTEST_ACRONYM_WORDS = 3


@dataclass(frozen=True)
class Name:
    """A name and the address made of it."""

    text: str
    slug: str


class ClusterNames:
    """Draws names whose addresses are all different."""

    def __init__(self, random: Random, ground: Ground, taken: set[str]) -> None:
        """``taken`` are slugs in use; every drawn one is added."""
        self._random = random
        self._ground = ground
        self._taken = taken
        self._patterns = patterns("cluster_patterns", "style")
        self._place: Place = ground.places.draw(random)
        self._field: Field = fields().draw(random)
        self._made: dict[str, Callable[[], str]] = {
            "Head": lambda: self._field.nb.replace(" ", "-").capitalize(),
            "head": lambda: fields().draw(self._random).nb.replace(" ", "-"),
            "HeadEn": lambda: _title(self._field.en),
            "field": lambda: compound(self._field, endings().draw(self._random)).nb,
            "Field": lambda: self["field"].capitalize(),
            "field2": lambda: compound(fields().draw(self._random), endings().draw(self._random)).nb,
            "FieldEn": lambda: _title(compound(self._field, endings().draw(self._random)).en),
            "Brand": lambda: words()["brand-first"].draw(random) + words()["brand-last"].draw(random),
            "region": self._region,
        }

    def draw(self, tier: str, place: Place, field: Field) -> Name:
        """A name for a cluster of the field in the place, mostly in the manner of its tier."""
        self._place, self._field = place, field
        for turn in range(ALL_TRIES):
            text = self._text(tier if turn < PLAIN_TRIES else "unique")
            slug = slug_of(text, LONGEST_SLUG)
            if slug not in self._taken:
                break
        else:
            text, slug = self._numbered(text)
        self._taken.add(slug)
        return Name(text, slug)

    def renamed(self, name: Name, tier: str) -> Name | None:
        """What the cluster was called on an earlier tier: ``NCE Sjømat`` was ``Arena Sjømat``. None when taken."""
        style = tier.split("-")[0]
        stem = name.text.split(" ", 1)[-1] if name.text.startswith(("Arena ", "NCE ", "GCE ")) else name.text
        text = f"{style.upper() if style in {'nce', 'gce'} else 'Arena'} {stem}"
        slug = slug_of(text, LONGEST_SLUG)
        if slug in self._taken:
            return None
        self._taken.add(slug)
        return Name(text, slug)

    def __getitem__(self, slot: str) -> str:
        return self._made[slot]()

    def _text(self, tier: str) -> str:
        styled = tier in self._patterns and self._random.random() > PLAIN
        style = tier if styled or tier == "unique" else "plain"
        return self._patterns[style].draw(self._random).format_map(self)

    def _numbered(self, text: str) -> tuple[str, str]:
        number = 2
        while (slug := slug_of(f"{text} {number}", LONGEST_SLUG)) in self._taken:
            number += 1
        return f"{text} {number}", slug

    def _region(self) -> str:
        if self._random.random() < 1 / 2:
            return self._place.name
        return self._ground.district(self._random, self._place)


def _title(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def acronym_of(name: str) -> str:
    """The initials of a name of three words or more, else nothing."""
    initials = "".join(word[0].upper() for word in name.split() if word[0].isalpha())
    return initials if len(initials) >= SHORTEST_ACRONYM_WORDS else ""
