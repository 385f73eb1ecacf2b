"""Names of clusters as they are given: Arena …, NCE …, GCE …, …klyngen, … Cluster."""

from dataclasses import dataclass
from itertools import count
from random import Random

from clusters.demo.ground import Ground, Place
from clusters.demo.slugs import slug_of
from clusters.demo.vocabulary import Field, compound, endings, fields, patterns, words

LONGEST_SLUG = 80
#: Characters kept free for a number that tells two names apart.
LONGEST_NUMBER = 8
#: Draws before a name gets words that tell it from others, and before it gets a number.
PLAIN_TRIES, ALL_TRIES = 4, 8
#: Share of clusters with a name that says nothing of the tier.
PLAIN = 0.55
#: Share of places in names that are the municipality; the others are the district.
MUNICIPALITIES = 0.5
SHORTEST_ACRONYM_WORDS = 3
TIER_WORDS = {"arena": "Arena", "arena-pro": "Arena", "nce": "NCE", "gce": "GCE"}


@dataclass(frozen=True)
class Name:
    """A name and the address made of it."""

    text: str
    slug: str


class ClusterNames:
    """Draws names whose addresses are all different. ``{Slot}`` in a pattern is ``{slot}`` with a capital."""

    def __init__(self, random: Random, ground: Ground, taken: set[str]) -> None:
        """``taken`` are slugs in use; every drawn one is added."""
        self._random = random
        self._ground = ground
        self._taken = taken
        self._patterns = patterns("cluster_patterns", "style")
        self._place: Place = ground.places.draw(random)
        self._field: Field = fields().draw(random)
        self._made = {
            "head": self._head,
            "stem": self._stem,
            "head-en": self._head_en,
            "other-head": self._other_head,
            "other-stem": self._other_stem,
            "field": self._compound,
            "field-en": self._compound_en,
            "brand": self._brand,
            "region": self._region,
        }

    def draw(self, tier: str, place: Place, field: Field) -> Name:
        """A name for a cluster of the field in the place, mostly in the manner of its tier."""
        self._place, self._field = place, field
        text = slug = ""
        for turn in range(ALL_TRIES):
            text = self._text(self._style(tier) if turn < PLAIN_TRIES else "longer")
            slug = slug_of(text, LONGEST_SLUG)
            if slug not in self._taken:
                break
        else:
            text, slug = self._numbered(text)
        self._taken.add(slug)
        return Name(text, slug)

    def earlier(self, name: Name, tier: str) -> Name | None:
        """What the cluster was called on an earlier tier: ``NCE Sjømat`` was ``Arena Sjømat``. None when taken."""
        first, _blank, rest = name.text.partition(" ")
        text = f"{TIER_WORDS.get(tier, '')} {rest if first in TIER_WORDS.values() else name.text}".strip()
        slug = slug_of(text, LONGEST_SLUG)
        if slug in self._taken:
            return None
        self._taken.add(slug)
        return Name(text, slug)

    def other(self, place: Place, field: Field) -> str:
        """A name in English that the cluster goes by too; it has no address."""
        self._place, self._field = place, field
        return self._text("english")

    def __getitem__(self, slot: str) -> str:
        if slot[0].isupper():
            return _capital(self[slot.lower()])
        return self._made[slot]()

    def _style(self, tier: str) -> str:
        return tier if tier in self._patterns and self._random.random() > PLAIN else "plain"

    def _text(self, style: str) -> str:
        return self._patterns[style].draw(self._random).format_map(self)

    def _numbered(self, text: str) -> tuple[str, str]:
        stem = slug_of(text, LONGEST_SLUG - LONGEST_NUMBER)
        number = next(number for number in count(2) if f"{stem}-{number}" not in self._taken)
        return f"{text} {number}", f"{stem}-{number}"

    def _head(self) -> str:
        return self._field.nb

    def _stem(self) -> str:
        return self._field.stem

    def _head_en(self) -> str:
        return _title(self._field.en)

    def _other_head(self) -> str:
        return fields().draw(self._random).nb

    def _other_stem(self) -> str:
        return fields().draw(self._random).stem

    def _compound(self) -> str:
        return compound(self._field, endings().draw(self._random)).nb

    def _compound_en(self) -> str:
        return _title(compound(self._field, endings().draw(self._random)).en)

    def _brand(self) -> str:
        slots = words()
        return slots["brand-first"].draw(self._random) + slots["brand-last"].draw(self._random)

    def _region(self) -> str:
        if self._random.random() < MUNICIPALITIES:
            return self._place.name
        return self._ground.district(self._random, self._place)


def acronym_of(name: str) -> str:
    """The initials of a name of three words or more, else nothing."""
    initials = "".join(word[0].upper() for word in name.split() if word[0].isalpha())
    return initials if len(initials) >= SHORTEST_ACRONYM_WORDS else ""


def _title(text: str) -> str:
    return " ".join(_capital(word) for word in text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
