"""Points in the stream of changes, as they are handed out and taken back."""

import re
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Position:
    """A point after one change and before the next; the beginning unless told otherwise."""

    number: int = 0
    id: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """Out of what ``str`` made. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(int(found.group(1)), int(found.group(2)))

    def __str__(self) -> str:
        return f"{self.number}-{self.id}"
