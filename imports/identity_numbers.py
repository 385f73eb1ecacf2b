"""Norwegian national identity numbers, recognised so that they are never kept.

Eleven digits with two check digits (Skatteetaten: fødselsnummer and D-nummer). Only the check digits are looked at,
so that D-numbers, auxiliary numbers and made-up test numbers are refused too.
"""

import re

_FORM = re.compile(r"(?<!\d)(\d{6})[ .\u00a0-]?(\d{5})(?!\d)", re.ASCII)
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
#: What stands where such a number was.
HIDDEN = "•••••••••••"


def has_identity_number(text: str) -> bool:
    """Whether eleven digits that pass both check digits stand anywhere in the text."""
    return any(_passes(first + second) for first, second in _FORM.findall(text))


def without_identity_numbers(text: str) -> str:
    """The text with each such number covered."""

    def covered(found: re.Match[str]) -> str:
        return HIDDEN if _passes(found[1] + found[2]) else found[0]

    return _FORM.sub(covered, text)


def _passes(number: str) -> bool:
    digits = [int(digit) for digit in number]
    sums = [sum(a * b for a, b in zip(weights, digits, strict=False)) for weights in (_FIRST, _SECOND)]
    return all(total % 11 == 0 for total in sums) and int(number) > 0
