"""The way of a record to the public and back: which steps there are, and whose they are."""

from dataclasses import dataclass
from typing import Any

from clusters.choices import Publication


@dataclass(frozen=True)
class Step:
    """Who takes a step: editors of the record, or only its publishers, and those only after somebody else's work."""

    needs_publisher: bool = False
    needs_others: bool = False


#: From and to. What is not here is no step.
STEPS: dict[tuple[str, str], Step] = {
    (Publication.DRAFT, Publication.IN_REVIEW): Step(),
    (Publication.IN_REVIEW, Publication.DRAFT): Step(),
    (Publication.IN_REVIEW, Publication.PUBLISHED): Step(needs_publisher=True, needs_others=True),
    (Publication.PUBLISHED, Publication.WITHDRAWN): Step(needs_publisher=True),
    (Publication.WITHDRAWN, Publication.DRAFT): Step(),
    (Publication.WITHDRAWN, Publication.IN_REVIEW): Step(),
}


def next_states(state: str | None) -> list[tuple[str, Any]]:
    """Choices of a form: where the record stands, and where it can go from there; a new one begins as a draft."""
    start = state or Publication.DRAFT
    return [choice for choice in Publication.choices if choice[0] == start or (start, choice[0]) in STEPS]
