"""Blocks of pages that other rooms bring, which know clusters and organisations while those do not know them."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from clusters.models import Cluster, Organisation


class Block(Protocol):
    """A section of the page. What it shows is worked out in cached properties (doors/asking.py)."""

    #: Shows the ``block``.
    template: str


_BROUGHT: dict[type[Cluster | Organisation], list[Callable[[Any, dt.date], Block]]] = {Cluster: [], Organisation: []}


def bring(to: type[Cluster | Organisation], make: Callable[[Any, dt.date], Block]) -> None:
    """From now on the page of every record of the kind has the block that ``make`` gives for it on a day."""
    _BROUGHT[to].append(make)


def blocks_of(record: Cluster | Organisation, day: dt.date) -> list[Block]:
    """The blocks of the page, in the order they were brought."""
    return [make(record, day) for make in _BROUGHT[type(record)]]
