"""Who may be meant: records that the registry's search finds for the texts of a batch, in one statement a type."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from bilingual.norwegian import fold
from bilingual.words import words
from clusters.patience import in_time
from clusters.reconciling.entities import EntityType
from clusters.search import IN_WORDS, LEGAL_FORMS, Question
from clusters.spelling import nearest_words

#: So many hits of a way are followed, those with the shortest beginnings first.
FENCE = 500
#: More candidates than are asked for, because the order of the search is not that of the scores.
SPARE = 10

#: How a legal form is written by some: A/S, A.S.
_INITIALS = re.compile(r"\b([a-z])[./]([a-z])\b\.?")
_PUNCTUATION = re.compile(r"[.,;:/()\"«»“”]+")


def core(text: str) -> str:
    """A name folded, without the legal form at its end: people write it or not."""
    folded = " ".join(_PUNCTUATION.sub(" ", _INITIALS.sub(r"\1\2", fold(text))).split())
    name, _space, last = folded.rpartition(" ")
    return name if name and last in LEGAL_FORMS else folded


def found(kind: EntityType, texts: Mapping[int, str], limit: int) -> dict[int, list[int]]:
    """For each text, by its number, ids of records it may name; mistyped words are mended where nothing is found.

    At most three statements, however many texts. Raises TooBroad.
    """
    first = _looked_up(kind, texts, limit)
    mended = _mended(kind, {number: text for number, text in texts.items() if number not in first})
    return {**first, **_looked_up(kind, mended, limit)} if mended else first


def _looked_up(kind: EntityType, texts: Mapping[int, str], limit: int) -> dict[int, list[int]]:
    parts = [part for number, text in texts.items() for part in _hits(kind, number, text, limit)]
    rows: defaultdict[int, list[int]] = defaultdict(list)
    if parts:
        with in_time(next(iter(texts.values()))):
            for number, key in parts[0].union(*parts[1:], all=True):
                rows[number].append(key)
    return {number: list(dict.fromkeys(keys)) for number, keys in rows.items()}


def _hits(kind: EntityType, number: int, text: str, limit: int) -> Iterator["QuerySet[Any, Any]"]:
    """Each way of the search but that by parts of words, which names nobody; none for a text without words."""
    question = Question(text)
    if not question.words:
        return
    for way, rows in kind.records().search_by_ways(question):
        if way.relevance <= IN_WORDS:
            fenced = rows.order_by(*way.order).values("pk")[:FENCE]
            best = rows.filter(pk__in=fenced).order_by("relevance", "name_folded", "id")
            numbered = best.annotate(number=Value(number, IntegerField())).values_list("number", "pk")
            yield numbered[: limit + SPARE]


def _mended(kind: EntityType, texts: Mapping[int, str]) -> dict[int, str]:
    near = nearest_words([word for text in texts.values() for word in words(text)], kind.words)
    respelt = {number: " ".join(near.get(word, [word])[0] for word in words(text)) for number, text in texts.items()}
    return {number: text for number, text in respelt.items() if text != " ".join(words(texts[number]))}
