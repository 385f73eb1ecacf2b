"""Draws with a skew, as words, places and trades have it in the world."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
#: How many leading values share the top of a ranking before the frequencies fall off.
ZIPF_SHIFT = 3


class Weighted(Generic[T]):
    """Values to draw from, each as often as its weight says."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        """``pairs`` of value and weight; at least one."""
        self.values, weights = zip(*pairs, strict=True)
        self._limits = list(accumulate(weights))
        self._total = self._limits[-1]

    def draw(self, random: Random) -> T:
        """One value."""
        value: T = self.values[bisect(self._limits, random.random() * self._total)]
        return value


def ranked(values: Sequence[T]) -> Weighted[T]:
    """Draws the first value most often and each later one more rarely, as words occur in texts (Zipf)."""
    return Weighted((value, 1 / (rank + ZIPF_SHIFT)) for rank, value in enumerate(values))
