"""The words of a question: which of them say something, in the form the database compares them in.

The database functions ``words_vector``, ``text_vector`` and ``words_query`` are made by the migration
``search_words`` of this package.
"""

import re

from bilingual.norwegian import fold

#: More words than this say nothing more.
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
#: Words that bind others together in Norwegian or English, unfolded: *fôr* and *møre* are none of them.
_BINDING = frozenset(
    """
    og i på for til av med som en et ei de det den der du at om fra er var har ved seg sin sitt sine vår vårt våre
    eller men da så hos mot mellom under over etter innen innenfor alle andre også hva hvem hvor hvilke hvilken
    the of and in on to a an with by from is are or as that this which who what where into within all
    """.split()  # noqa: SIM905 (a list of eighty quoted words is harder to read)
)


def words(text: str) -> list[str]:
    """The folded words of a question, at most MOST_WORDS; binding words only where there are no others."""
    found = _WORD.findall(text.lower())
    saying = [word for word in found if word not in _BINDING]
    return [fold(word) for word in (saying or found)[:MOST_WORDS]]
