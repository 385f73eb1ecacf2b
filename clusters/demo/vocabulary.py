"""The words, places and weights that synthetic records are made of, read from ``data/``.

Words and surnames only, never whole names of organisations. Weights of places and industry codes come from
counting Innovasjon Norge's open grant table of 2010-2018; the places' are raised to the power 1.3, since
grants are spread more evenly over the country than organisations are.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bundle.reading import Row, read_rows
from clusters.demo.draws import Weighted, ranked

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Field:
    """What clusters work with, in two languages, and the slugs of its sectors."""

    nb: str
    joint: str
    en: str
    sectors: tuple[str, ...]

    @property
    def stem(self) -> str:
        """What compounds begin with: ``havbruks``, ``frukt- og bær``."""
        return self.nb.replace(" og ", "- og ") + self.joint


@dataclass(frozen=True)
class Pair:
    """A text in two languages."""

    nb: str
    en: str


def rows(name: str, *columns: str) -> list[Row]:
    """The rows of a file of the vocabulary."""
    return read_rows(DATA / f"{name}.csv", columns)


@cache
def words() -> dict[str, Weighted[str]]:
    """Words of organisation names by slot, the most frequent first in the file."""
    slots: dict[str, list[str]] = defaultdict(list)
    for row in rows("words", "slot", "word"):
        slots[row["slot"]].append(row["word"])
    return {slot: ranked(values) for slot, values in slots.items()}


@cache
def phrases() -> dict[str, Weighted[Pair]]:
    """Sentences and their parts by slot."""
    slots: dict[str, list[Pair]] = defaultdict(list)
    for row in rows("phrases", "slot", "nb", "en"):
        slots[row["slot"]].append(Pair(row["nb"], row["en"]))
    return {slot: ranked(values) for slot, values in slots.items()}


@cache
def fields() -> Weighted[Field]:
    """Fields of work, the most frequent first in the file."""
    listed = rows("fields", "nb", "joint", "en", "sectors")
    return ranked([Field(row["nb"], row["joint"], row["en"], tuple(row["sectors"].split())) for row in listed])


@cache
def endings() -> Weighted[Pair]:
    """What ends a compound: teknologi, næring, drift …."""
    return ranked([Pair(row["nb"], row["en"]) for row in rows("endings", "nb", "en")])


@cache
def industries() -> Weighted[str]:
    """Industry codes (SN2007)."""
    return Weighted((row["code"], row.demand("weight", int)) for row in rows("industries", "code", "weight"))


@cache
def legal_forms() -> Weighted[tuple[str, str]]:
    """Legal form and kind of organisation."""
    listed = rows("legal_forms", "form", "kind", "weight")
    return Weighted(((row["form"], row["kind"]), row.demand("weight", int)) for row in listed)


@cache
def patterns(file: str, key: str) -> dict[str, Weighted[str]]:
    """Patterns of names, by the key column of the file."""
    listed: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows(file, key, "weight", "pattern"):
        listed[row[key]].append((row["pattern"], row.demand("weight", int)))
    return {name: Weighted(pairs) for name, pairs in listed.items()}


@cache
def place_weights() -> dict[str, int]:
    """The weight of each of today's municipalities by its number."""
    return {row["code"]: row.demand("weight", int) for row in rows("places", "code", "weight")}


@cache
def districts() -> dict[str, Weighted[str]]:
    """Names of districts by the number of their county."""
    by_county: dict[str, list[str]] = defaultdict(list)
    for row in rows("districts", "name", "county"):
        by_county[row["county"]].append(row["name"])
    return {county: ranked(names) for county, names in by_county.items()}


def compound(field: Field, ending: Pair) -> Pair:
    """``sjømatnæring`` and ``seafood industry``."""
    return Pair(field.stem + ending.nb, f"{field.en} {ending.en}")
