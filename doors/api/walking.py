"""Walking a whole list: a page begins after a record, so that it costs the same anywhere and no record is missed.

Rows come in the order of their ids, which never change: whoever was there all the time is met exactly once,
whatever is renamed, added or removed meanwhile.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import NoneType
from typing import Self

from doors.api.problems import QueryRefused
from doors.filtersets import SHOWN, Problem

CURSOR = "cursor"
#: What a walk begins with.
BEGINNING = "*"
#: Of pages and orders there are none on a walk.
UNUSED = ("page", "ordering")
LARGEST_ID = (1 << 63) - 1


@dataclass(frozen=True)
class Walk:
    """How far a walk has come, and how many rows there were when it began."""

    last: int = 0
    count: int | None = None
    is_exact: bool = True

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Self:
        """The walk that ``cursor`` goes on with. Raises QueryRefused for one that no answer has given."""
        unused = [name for name in UNUSED if name in parameters]
        if unused:
            message = f"“{unused[0]}” has no meaning together with “{CURSOR}”."
            raise QueryRefused([Problem(unused[0], parameters[unused[0]][:SHOWN], message)])
        text = parameters[CURSOR]
        if text == BEGINNING:
            return cls()
        try:
            return cls(**json.loads(base64.b64decode(text, altchars=b"-_", validate=True)))
        except (ValueError, TypeError, binascii.Error):
            message = f"Begin with “{BEGINNING}” and go on with the address in “next”."
            raise QueryRefused([Problem(CURSOR, text[:SHOWN], message, BEGINNING)]) from None

    def __post_init__(self) -> None:
        """Raises ValueError for what no walk comes to."""
        if type(self.last) is not int or not 0 <= self.last <= LARGEST_ID or type(self.count) not in {int, NoneType}:
            raise ValueError(self)

    def __str__(self) -> str:
        text = json.dumps(asdict(self), separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode()
