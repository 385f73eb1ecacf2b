"""Moves between tiers as a query names them: ``arena~nce``, an entry ``outside~arena``, an exit ``nce~outside``.

A tier's code is a slug and holds hyphens, never a tilde, which no address needs to escape. What a move is stands in
migration ``moves``, which keeps each cluster's in its standings.
"""

from collections.abc import Iterable
from itertools import permutations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

#: Where clusters come from and go to; no tier has this code.
OUTSIDE = "outside"
OUTSIDE_NAME = _("outside the programme")
_TO = "~"


def move(before: str, after: str) -> str:
    """The move from one tier to another, by their codes or OUTSIDE."""
    return f"{before}{_TO}{after}"


def moves(tiers: Iterable[str]) -> list[str]:
    """Every move there can be between the tiers with these codes, entries and exits with them."""
    return [move(*ends) for ends in permutations([OUTSIDE, *tiers], 2)]


def ends(code: str) -> tuple[str, str]:
    """Where a move begins and ends, by code."""
    before, _to, after = code.partition(_TO)
    return before, after


def name_outside(language: str) -> str:
    """What OUTSIDE is called in the language."""
    with translation.override(language):
        return str(OUTSIDE_NAME)
