"""The words of a question, marked where they stand in a text."""

import re
from collections.abc import Iterable
from itertools import takewhile

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from bilingual.norwegian import fold

#: Shorter words are marked only where they stand alone, as they are only found so.
SHORTEST_BEGINNING, SHORTEST_PART = 3, 4
#: The beginning that two forms of a word have in common, and the most that may follow it.
SHORTEST_STEM, LONGEST_ENDING = 5, 4
_WORD = re.compile(r"([^\W_]+)")


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text, escaped, with every word in ``<mark>`` that any of the folded words leads to."""
    asked = list(words)
    if not asked:
        return escape(text)
    pieces = _WORD.split(text)
    # Every second piece is a word; what stands between is never marked.
    shown = (
        (format_html("<mark>{}</mark>", piece) if number % 2 and is_asked(piece, asked) else piece,)
        for number, piece in enumerate(pieces)
    )
    return format_html_join("", "{}", shown)


def is_asked(word: str, asked: Iterable[str]) -> bool:
    """Whether any of the folded words leads to this one: the same, its beginning, a part or another form of it."""
    folded = fold(word)
    return any(_leads(one, folded) for one in asked)


def _leads(asked: str, word: str) -> bool:
    if len(asked) < SHORTEST_BEGINNING or len(word) < SHORTEST_BEGINNING:
        return asked == word
    if word.startswith(asked) or (len(asked) >= SHORTEST_PART and asked in word):
        return True
    stem = sum(1 for _letter in takewhile(lambda pair: pair[0] == pair[1], zip(asked, word, strict=False)))
    return stem >= SHORTEST_STEM and max(len(asked), len(word)) - stem <= LONGEST_ENDING
