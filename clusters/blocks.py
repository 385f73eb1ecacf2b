"""Blocks of a cluster's page that other rooms bring, which know the cluster while it does not know them."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from clusters.models import Cluster


class Block(Protocol):
    """A section of the page. What it shows is worked out in cached properties (doors/asking.py)."""

    #: Shows the ``block``.
    template: str


_BROUGHT: list[Callable[[Any, dt.date], Block]] = []


def bring(make: Callable[[Any, dt.date], Block]) -> None:
    """From now on the page of every cluster has the block that ``make`` gives for the cluster on a day."""
    _BROUGHT.append(make)


def blocks_of(cluster: Cluster, day: dt.date) -> list[Block]:
    """The blocks of the page, in the order they were brought."""
    return [make(cluster, day) for make in _BROUGHT]
