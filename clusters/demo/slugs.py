"""Addresses out of Norwegian names."""

from django.utils.text import slugify

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t"})


def slug_of(name: str, longest: int) -> str:
    """``Frukt- og bærklyngen`` as ``frukt-og-baerklyngen``, at most so many characters."""
    return slugify(name.lower().translate(_LETTERS))[:longest].strip("-")
