"""Free text against the registry: how a question becomes conditions, and in which order its hits stand.

A question has several *ways* to its hits, each served by one index: the beginning of a name, words of the names,
words anywhere, parts of words. Organisation numbers, web domains and identifiers name a record.
Records of both catalogues have the columns this asks for (models/findable.py).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Func, Q, TextField, Value, When

from bilingual.norwegian import fold
from bilingual.words import MOST_WORDS, words
from clusters.organisation_number import compact, is_valid

#: Shorter words stand for themselves alone (database function ``words_query``).
SHORTEST_BEGINNING = 3
#: Shorter words are too common to be looked for inside others.
SHORTEST_PART = 4
#: The last character there is: everything that begins with a text sorts before the text and this.
LAST = chr(0x10FFFF)
#: What follows the name of a company without being part of what people call it.
LEGAL_FORMS = ("as", "asa", "sa", "ba", "da", "ans", "enk", "hf", "ks", "nuf")

_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?:/\S*)?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?:https?://(?:www\.)?[\w.]+/(?:wiki/)?)?(0\w{8}|Q\d+|[0-9A-Z]{18}\d\d)", re.IGNORECASE)


#: Letters of Unicode's private use: one for the whole text, one for each word.
_MARKS = [chr(0xE000 + number) for number in range(1 + MOST_WORDS)]
_MARK_OF_NUMBER = chr(0xE000 + len(_MARKS))
#: What is written otherwise in a pattern, and what could be taken for a mark.
_NOT_PLAIN = re.compile(r"[\\%_\uE000-\uF8FF]")
#: How a number stands on an invoice: NO 974 760 673 MVA.
_INVOICED = re.compile(r"^\s*NO(?=[\s\d])|MVA\s*$", re.IGNORECASE)


class WordsQuery(SearchQuery):
    """Every word, by its beginning or, where that is asked for, its stem (database function ``words_query``)."""

    function = "words_query"

    def __init__(self, folded_words: list[str], *, stemmed: bool = False) -> None:
        self.invert = False
        self.config = None
        Func.__init__(self, Value(folded_words, ArrayField(TextField())), Value(stemmed))

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        """The call alone: the words are prepared already."""
        return Func.as_sql(self, compiler, connection)


class LaterWordsQuery(WordsQuery):
    """The same where marks stand for the words: a query of its own, or it would be called for every row."""

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        """The call, once."""
        sql, parameters = super().as_sql(compiler, connection)
        return f"(SELECT {sql})", parameters


class TheseWords(SearchQuery):
    """Every word as it is."""

    def __init__(self, folded_words: list[str], *, invert: bool = False) -> None:
        super().__init__(" ".join(folded_words), config="pg_catalog.simple", invert=invert)


class LaterTheseWords(TheseWords):
    """The same where marks stand for the words."""

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        """The call, once."""
        sql, parameters = super().as_sql(compiler, connection, **context)
        return f"(SELECT {sql})", parameters


@dataclass(frozen=True)
class Question:
    """What somebody typed, read."""

    text: str
    #: How its words are looked for, by their beginnings and as they are.
    words_query: ClassVar[type[WordsQuery]] = WordsQuery
    these_words: ClassVar[type[TheseWords]] = TheseWords

    @property
    def folded(self) -> str:
        """The whole text as names are compared."""
        return " ".join(fold(self.text).split())

    @property
    def words(self) -> list[str]:
        """Its words that say something, folded."""
        return words(self.text)

    @property
    def number(self) -> str | None:
        """The organisation number that it is, with or without spaces."""
        number = compact(_INVOICED.sub("", self.text))
        return number if is_valid(number) else None

    @property
    def domains(self) -> list[str]:
        """The web domain that it is, with the domains above it: ``data.gceocean.no``, ``gceocean.no``."""
        found = _DOMAIN.fullmatch(self.text.strip())
        labels = found.group(1).lower().split(".") if found else []
        return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 0))]

    @property
    def identifiers(self) -> list[str]:
        """The identifier in another scheme that it may be, as the schemes write them."""
        found = _IDENTIFIER.fullmatch(self.text.strip())
        return [found.group(1).lower(), found.group(1).upper()] if found else []


@dataclass(frozen=True)
class Outline(Question):
    """A question with marks for its words: what is put together for it serves every question that is built alike.

    Marks are as long as the words wherever anything depends on it, and are letters that nobody can mean.
    """

    words_query = LaterWordsQuery
    these_words = LaterTheseWords

    @classmethod
    def of(cls, text: str) -> "Outline | None":
        """The question in outline; None for one whose statement has to be put together with its words in it.

        It is a domain or an identifier, or it would stand otherwise in a pattern, or it has very short words alone:
        "as" stands in two thirds of a register's names, and PostgreSQL, knowing that, reads names until it has enough.
        """
        asked = Question(text)
        is_short = all(len(word) < SHORTEST_BEGINNING for word in asked.words)
        is_taken_whole = asked.domains or asked.identifiers or is_short or _NOT_PLAIN.search(asked.folded)
        return None if is_taken_whole else cls(text)

    @property
    def words_by_mark(self) -> dict[str, str]:
        """What the marks stand for."""
        asked = Question(self.text)
        numbered = {self.number: asked.number} if self.number and asked.number else {}
        return {self.folded: asked.folded, **dict(zip(self.words, asked.words, strict=True)), **numbered}

    @property
    def folded(self) -> str:
        """A mark, as short as the text where that is very short, and with a blank where it has one."""
        folded = Question(self.text).folded
        return f"{_MARKS[0]} {_MARKS[0]}" if " " in folded else _marked(_MARKS[0], folded, SHORTEST_BEGINNING)

    @property
    def words(self) -> list[str]:
        """A mark for each word, as short as the word where that is short."""
        asked = zip(_MARKS[1:], Question(self.text).words, strict=False)
        return [_marked(mark, word, SHORTEST_PART) for mark, word in asked]

    @property
    def number(self) -> str | None:
        """A mark for the organisation number that it is."""
        return _MARK_OF_NUMBER if Question(self.text).number else None

    @property
    def domains(self) -> list[str]:
        """No domain."""
        return []

    @property
    def identifiers(self) -> list[str]:
        """No identifier."""
        return []


def _marked(letter: str, text: str, length: int) -> str:
    """A mark that is of the length, or is not, as the text."""
    return letter * (length if len(text) >= length else 1)


@dataclass(frozen=True)
class Catalogue:
    """What the search has to know of a catalogue."""

    #: Records with a word that has the part inside it; those that begin with it may be among them or not.
    inside: Callable[[str], Q]
    #: Whether records have texts, in which words are inflected.
    has_texts: bool


@dataclass(frozen=True)
class Way:
    """A condition that leads to hits, and the relevance of what has no better one. Each is served by an index."""

    condition: Q
    relevance: int
    #: What the way leads to is among the hits of those before it, and it is needed only where they led to more than
    #: anybody follows. Then it brings the best of them, unless plenty as good were found already.
    is_spare: bool = False
    #: Which hits are followed first, where there are too many.
    order: tuple[str, ...] = ()


#: The record's own name, number, domain or identifier; the beginning of a name; the words side by side in a name;
#: all words in names; all words; parts of words.
EXACT, BEGINNING, SIDE_BY_SIDE, IN_NAMES, IN_WORDS, IN_PARTS = range(6)


def ways(question: Question, catalogue: Catalogue, by_number: Q, by_identifier: Q | None = None) -> list[Way]:
    """The ways to a question's hits, the best first; what any of them leads to is a hit.

    ``by_number`` and ``by_identifier`` say what the question's number and identifiers mean in the catalogue.
    A question without any letter or digit leads to the record 0, which there is not.
    """
    if question.number:
        return [Way(by_number, EXACT)]
    return list(_ways(question, catalogue, by_identifier)) or [Way(Q(pk=0), EXACT)]


def _ways(question: Question, catalogue: Catalogue, by_identifier: Q | None) -> Iterator[Way]:
    if question.identifiers and by_identifier is not None:
        yield Way(by_identifier, EXACT)
    if question.domains:
        yield Way(Q(website_domain__in=question.domains), EXACT)
    if not question.words:
        return
    begins = Q(name_folded__gte=question.folded, name_folded__lt=question.folded + LAST)
    named = Q(name_vector=question.words_query(question.words))
    in_order = ("name_folded", "id")
    if len(question.folded) < SHORTEST_BEGINNING:  # "BI" is a name, and the beginning of very many
        yield from (
            Way(named, BEGINNING),
            Way(begins, IN_NAMES, order=in_order),
            Way(Q(search_vector=question.words_query(question.words)), IN_WORDS),
        )
    else:
        # All that begins so is gathered before any of it is fetched; the words themselves often suffice.
        themselves = question.these_words(question.words)
        besides = question.these_words(question.words, invert=True)
        others = question.words_query(question.words, stemmed=catalogue.has_texts) & besides
        yield Way(begins, BEGINNING, order=in_order)
        yield from (Way(Q(search_vector=query), IN_WORDS) for query in (themselves, others))
        yield Way(named, IN_NAMES, is_spare=True)
    if len(question.words) == 1 and len(question.words[0]) >= SHORTEST_PART:
        yield Way(catalogue.inside(question.words[0]), IN_PARTS)
    elif any(len(word) >= SHORTEST_PART for word in question.words):
        yield Way(reduce(and_, (_inside(question, word) for word in question.words)), IN_PARTS)


def _inside(question: Question, word: str) -> Q:
    """The word as a part of another; a short one as a word of its own."""
    as_word = Q(search_vector=question.words_query([word]))
    return Q(words_folded__contains=word) if len(word) >= SHORTEST_PART else as_word


def either(found: list[Way]) -> Q:
    """Any of the ways."""
    return reduce(or_, (way.condition for way in found if not way.is_spare))


def relevance(question: Question, found: list[Way], otherwise: int = IN_PARTS) -> Case:
    """How well a hit answers, lower is better: that of the best way to it, or of its names taken whole.

    ``otherwise`` is the relevance of a hit that none of the ways led to.
    """
    folded = question.folded
    names = [folded, *(f"{folded} {form}" for form in LEGAL_FORMS)]
    by_name = [When(Q(name_folded__in=names) | Q(other_names_folded__contains=f"\n{folded}\n"), then=Value(EXACT))]
    best_first = sorted(found, key=lambda way: way.relevance)
    by_way = [When(way.condition, then=Value(way.relevance)) for way in best_first]
    if len(folded) >= SHORTEST_BEGINNING:
        begins = Q(name_folded__startswith=folded) | Q(other_names_folded__contains=f"\n{folded}")
        by_name.append(When(begins, then=Value(BEGINNING)))
    if " " in folded:
        contains = Q(name_folded__contains=folded) | Q(other_names_folded__contains=folded)
        by_name.append(When(contains, then=Value(SIDE_BY_SIDE)))
    return Case(*(by_name if question.words else ()), *by_way, default=Value(otherwise))
