"""What an answer says of itself to the cache in front of all doors (config/kept_answers.py)."""

from typing import TypeVar

from django.http.response import HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)


def follows_edition(response: R) -> R:
    """The same answer, marked: it follows from its address, the day and what is published, and is the same for all."""
    response.follows_edition = True  # type: ignore[attr-defined]
    return response


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether the answer was marked so."""
    return bool(getattr(response, "follows_edition", False))
