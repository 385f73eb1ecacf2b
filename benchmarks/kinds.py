"""The kinds of questions that are measured, what is asked of each, and how its questions are drawn from the data."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, product
from string import ascii_lowercase
from urllib.parse import urlencode

from django.db.models import F
from django.utils import timezone
from psycopg.sql import SQL

from benchmarks.catalogues import Catalogue, drawn
from clusters.models import HostPeriod
from clusters.spelling import ENOUGH_HITS
from regions.models import Region

#: Different questions of each kind; fewer where the data has no more.
WANTED = 60
#: No question of any kind may take longer (p95, milliseconds).
WORST = 65.0
#: A middling word stands in such a share of the records: 2,000 to 20,000 of 1.2 million.
MIDDLING = (1 / 600, 1 / 60)
#: A common word stands in more of them: in the largest register in more than are counted.
COMMON = {"organisations": 1 / 60, "clusters": 1 / 10}
RARE = (1, 50)
DEEP = 229
SHORTEST_PART, SHORTEST_MISTYPED = 4, 6


@dataclass(frozen=True)
class Question:
    """A record's key, or what a list is asked; or the beginning of a name for ``suggest``."""

    noun: str
    asked: tuple[tuple[str, str], ...] = ()
    key: str = ""
    #: Whether the question is measured together with the spellings that are offered.
    is_mistyped: bool = False
    #: Whether it leads straight to a record, without its list.
    leads_on: bool = False

    def __str__(self) -> str:
        return f"{self.noun}/{self.key}" if self.key else f"{self.noun}?{urlencode(self.asked)}"


@dataclass(frozen=True)
class Kind:
    """A kind of question with the largest p95 in milliseconds and, where one is asked, the largest growth of p50."""

    name: str
    draw: Callable[[Catalogue], Iterator[Question]]
    asked: float = WORST
    growth: float | None = None
    nouns: tuple[str, ...] = ("organisations", "clusters")


def _ask(catalogue: Catalogue, **asked: object) -> Question:
    return Question(catalogue.noun, tuple((name, str(value)) for name, value in asked.items()))


def _suggestion(catalogue: Catalogue) -> Iterator[Question]:
    """Beginnings of two to twelve letters."""
    lengths = cycle(range(2, 13))
    beginnings = dict.fromkeys(name[: next(lengths)].strip() for name in catalogue.names)
    for text in list(beginnings)[:WANTED]:
        yield Question("suggest", (("q", text),))


def _number(catalogue: Catalogue) -> Iterator[Question]:
    if catalogue.noun == "clusters":
        hosts = HostPeriod.objects.order_by("id").values_list("organisation__organisation_number", flat=True)
        numbers = sorted(filter(None, set(hosts[:5000])))
        catalogue.random.shuffle(numbers)
    else:
        numbers = catalogue.sample(
            SQL("organisation_number"), SQL("organisation_number <> '' AND merged_into_id IS NULL")
        )
    yield from (Question(catalogue.noun, (("q", number),), leads_on=True) for number in numbers[:WANTED])


def _domain(catalogue: Catalogue) -> Iterator[Question]:
    domains = catalogue.sample(SQL("website_domain"), SQL("website_domain <> ''"))
    yield from (_ask(catalogue, q=domain) for domain in domains[:WANTED])


def _rare_word(catalogue: Catalogue) -> Iterator[Question]:
    yield from (_ask(catalogue, q=word) for word in catalogue.words_with_hits(*RARE, WANTED))


def _middling_words(catalogue: Catalogue) -> list[str]:
    return catalogue.words_with_share(*MIDDLING)[:WANTED]


def _middling_word(catalogue: Catalogue) -> Iterator[Question]:
    yield from (_ask(catalogue, q=word) for word in _middling_words(catalogue))


def _common_word(catalogue: Catalogue) -> Iterator[Question]:
    words = catalogue.words_with_share(COMMON[catalogue.noun])
    yield from (_ask(catalogue, q=word) for word in words[:WANTED])


def _two_words(catalogue: Catalogue) -> Iterator[Question]:
    """Two words of one record's text, side by side."""
    pairs = [text for text in catalogue.texts if len(text) > 1]
    starts = [catalogue.random.randrange(len(text) - 1) for text in pairs]
    asked = dict.fromkeys(" ".join(text[at : at + 2]) for text, at in zip(pairs, starts, strict=True))
    yield from (_ask(catalogue, q=text) for text in list(asked)[:WANTED])


def _compounds(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Words taken apart where both parts are long enough."""
    for word in catalogue.shuffled_words:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            yield word[:at], word[at:]


def _beginning(catalogue: Catalogue) -> Iterator[Question]:
    """Words that others of the data begin with."""
    heads = dict.fromkeys(head for head, _tail in _compounds(catalogue) if head in catalogue.words)
    yield from (_ask(catalogue, q=head) for head in list(heads)[:WANTED])


def _inside(catalogue: Catalogue) -> Iterator[Question]:
    """Words that others of the data end with."""
    tails = dict.fromkeys(tail for _head, tail in _compounds(catalogue) if tail in catalogue.words)
    yield from (_ask(catalogue, q=tail) for tail in list(tails)[:WANTED])


def _typo(catalogue: Catalogue) -> Iterator[Question]:
    """Words with one slip that hardly anything is found by."""
    slipped = (_slip(catalogue, word) for word in catalogue.shuffled_words if len(word) >= SHORTEST_MISTYPED)
    for word in drawn(slipped, lambda word: catalogue.hits(word) < ENOUGH_HITS, WANTED):
        yield Question(catalogue.noun, (("q", word),), is_mistyped=True)


def _slip(catalogue: Catalogue, word: str) -> str:
    """The word with a letter too many, too few, wrong or in the wrong place, never the first."""
    at, letter = catalogue.random.randrange(1, len(word) - 1), catalogue.random.choice(ascii_lowercase)
    head, tail = word[:at], word[at:]
    slips = (head + letter + tail, head + tail[1:], head + letter + tail[1:], head + tail[1] + tail[0] + tail[2:])
    return catalogue.random.choice(slips)


def _single_letters(catalogue: Catalogue) -> Iterator[Question]:
    letters = [*ascii_lowercase, *"æøå"]
    pairs = (" ".join(catalogue.random.sample(letters, 2)) for _ in range(WANTED - len(letters)))
    yield from (_ask(catalogue, q=text) for text in (*letters, *pairs))


def _as(catalogue: Catalogue) -> Iterator[Question]:
    """Its pages, since there is no other question like it."""
    pages = max(1, catalogue.hits("as") // 25)
    yield from (_ask(catalogue, q="as", page=page) for page in range(1, min(pages, WANTED) + 1))


def _word_and_county(catalogue: Catalogue) -> Iterator[Question]:
    yield from (
        _ask(catalogue, q=word, region=catalogue.random.choice(_counties())) for word in _middling_words(catalogue)
    )


def _counties() -> list[str]:
    today = Region.objects.filter(level=Region.Level.COUNTY, period__contains=timezone.localdate())
    return list(today.order_by("code").values_list("code", flat=True))


def _first_page(catalogue: Catalogue) -> Iterator[Question]:
    """One question; told apart by the size of the page."""
    yield from (_ask(catalogue, page=page, page_size=size) for page, size in product((1, 2), range(21, 51)))


def _county(catalogue: Catalogue) -> Iterator[Question]:
    yield from (_ask(catalogue, region=code, page_size=size) for code, size in product(_counties(), range(22, 26)))


def _deep_page(catalogue: Catalogue) -> Iterator[Question]:
    """Around page 200, or the last pages of a shorter list."""
    last = min(catalogue.rows // 25, DEEP)
    yield from (_ask(catalogue, page=page) for page in range(max(1, last - WANTED + 1), last + 1))


def _other_order(catalogue: Catalogue) -> Iterator[Question]:
    others = sorted({*catalogue.filterset.orderings} - {"relevance", "name"})
    sizes = range(21, 21 + WANTED // len(others))
    yield from (_ask(catalogue, ordering=name, page_size=size) for name, size in product(others, sizes))


def _day_gone_by(catalogue: Catalogue) -> Iterator[Question]:
    today = timezone.localdate()
    yield from (_ask(catalogue, as_of=today - dt.timedelta(days=50 * number)) for number in range(1, WANTED + 1))


def _region_and_tier(catalogue: Catalogue) -> Iterator[Question]:
    """Each county with each tier."""
    tiers = catalogue.model.objects.on(timezone.localdate()).exclude(tier_code=None)
    codes = sorted(set(tiers.values_list(F("tier_code"), flat=True)))
    pairs = list(product(_counties(), codes))
    catalogue.random.shuffle(pairs)
    yield from (_ask(catalogue, region=county, tier=tier) for county, tier in pairs[:WANTED])


def _record(catalogue: Catalogue) -> Iterator[Question]:
    if catalogue.noun == "clusters":
        keys = catalogue.sample(SQL("slug"), SQL("publication = 'published'"))
    else:
        keys = catalogue.sample(SQL("id"), SQL("merged_into_id IS NULL"))
    yield from (Question(catalogue.noun, key=key) for key in keys[:WANTED])


KINDS = (
    Kind("suggestion", _suggestion, asked=0.5, growth=1.5),
    Kind("number", _number, asked=0.5, growth=1.5),
    Kind("domain", _domain),
    Kind("rare word", _rare_word, asked=5),
    Kind("two words", _two_words, asked=15, growth=10),
    Kind("middling word", _middling_word, asked=30, growth=40),
    Kind("common word", _common_word, growth=40),
    Kind("compound's beginning", _beginning),
    Kind("inside of a compound", _inside),
    Kind("typo with offers", _typo, asked=30),
    Kind("single letters", _single_letters),
    Kind("“as”", _as, growth=40),
    Kind("word and county", _word_and_county),
    Kind("list", _first_page, growth=4),
    Kind("list of a county", _county, growth=4),
    Kind("list, page 200", _deep_page, growth=1.5),
    Kind("list in another order", _other_order, growth=4),
    Kind("list of a day gone by", _day_gone_by, growth=4),
    Kind("list by region and tier", _region_and_tier, growth=4, nouns=("clusters",)),
    Kind("record", _record, growth=1.5),
)
