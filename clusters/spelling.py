"""Mistyped words: the nearest words in use, offered and never put in place of what was written.

Near is a word one slip away (a letter too many, too few, wrong or in the wrong place) or one that shares many
three-letter pieces. An offer is made only where it finds something the asker may see.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, product
from string import ascii_lowercase
from typing import Any

from django.db import connection

from bilingual.norwegian import fold
from clusters.filtersets import RegistryFilterSet
from clusters.search import Question

#: A question with this many hits needs no help.
ENOUGH_HITS = 3
MOST_OFFERS = 3
#: Offers that are tried before giving up.
MOST_TRIED = 8
#: Words that could stand in one place.
MOST_NEAR = 3
#: Shorter words have too many neighbours.
SHORTEST = 4
#: Slips of longer words are found by their pieces as well.
LONGEST_SLIPPED = 12
#: The share of letters that two words must have in common, in order.
LIKENESS = 0.7
#: Words with equal beginnings are known; the others come with those that are near.
NEAREST = """
SELECT asked.word, near.word FROM unnest(%s::text[]) AS asked (word)
CROSS JOIN LATERAL (
    (SELECT word, folded FROM {table} WHERE folded = ANY(%s))
    UNION
    (SELECT word, folded FROM {table} WHERE folded %% asked.word ORDER BY similarity(folded, asked.word) DESC LIMIT 10)
) near
WHERE NOT EXISTS (
    SELECT FROM {table} known WHERE known.folded >= asked.word AND known.folded < asked.word || chr(1114111))
"""


def offers(filterset: RegistryFilterSet) -> list[str]:
    """Questions that differ from the one asked by words in use, the likeliest first; each finds something."""
    likely = islice(_respelt(filterset.question, filterset.words_in_use._meta.db_table), MOST_TRIED)
    return list(islice((text for text in likely if _finds_something(filterset, text)), MOST_OFFERS))


def _respelt(question: str, table: str) -> Iterator[str]:
    """The question with its unknown words replaced, the likeliest first."""
    pieces = re.split(r"([^\W\d_]+)", question)
    near = nearest_words([fold(piece) for piece in pieces if len(piece) >= SHORTEST], table)
    choices = [near.get(fold(piece), [piece]) for piece in pieces]
    if near:
        yield from ("".join(choice) for choice in product(*choices))


def nearest_words(folded_words: list[str], table: str) -> dict[str, list[str]]:
    """For each word that begins no word in use and has near ones: these, the likeliest first."""
    wanted = list(dict.fromkeys(word for word in folded_words if word.isalpha()))
    found: dict[str, set[str]] = {}
    if wanted:
        slipped = [slip for word in wanted if len(word) <= LONGEST_SLIPPED for slip in slips(word)]
        with connection.cursor() as cursor:
            cursor.execute(NEAREST.format(table=table), [wanted, slipped])
            for asked, near in cursor.fetchall():
                found.setdefault(asked, set()).add(near)
    ranked = {asked: _ranked(asked, near) for asked, near in found.items()}
    return {asked: near for asked, near in ranked.items() if near}


def slips(word: str) -> set[str]:
    """Every word that one slip makes of this one."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    deleted = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    replaced = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    added = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return (deleted | swapped | replaced | added) - {word}


def _ranked(asked: str, near: set[str]) -> list[str]:
    alike = {word: SequenceMatcher(None, asked, fold(word)).ratio() for word in near}
    likely = sorted((word for word in near if alike[word] >= LIKENESS), key=lambda word: (-alike[word], word))
    return likely[:MOST_NEAR]


def _finds_something(filterset: RegistryFilterSet, question: str) -> bool:
    """Whether the question has a hit within the other filters in force."""
    rows: Any = filterset.filtered(filterset.start(), ignoring={"q"})
    return any(hits.order_by().exists() for way, hits in rows.search_by_ways(Question(question)) if not way.is_spare)
