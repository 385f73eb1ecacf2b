"""``manage.py make_demo``: synthetic data of any size beside the real registry."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from tqdm import tqdm

from clusters.demo.copying import Progress
from clusters.demo.ground import NotLoadedError
from clusters.demo.making import Sizes, make_demo
from clusters.demo.membership_sizes import TooManyMembershipsError
from history.ownership import as_owner


class Command(BaseCommand):
    """Make synthetic clusters, organisations and memberships, in place of those of an earlier run."""

    help = (
        "Make synthetic clusters, organisations and memberships beside the real registry, in place of those an"
        " earlier run made. The same seed and sizes give the same data. All or nothing. Neither history"
        " nor the stream of changes is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Sizes, seed, and the leave to run in production."""
        parser.add_argument("--organisations", type=count, default=2_500, help="how many (default: 2500)")
        parser.add_argument("--clusters", type=count, default=100, help="how many (default: 100)")
        parser.add_argument("--memberships", type=count, default=10_000, help="how many (default: 10000)")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other data (default: 1)")
        parser.add_argument("--in-production", action="store_true", help="run although ENVIRONMENT=production")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, then print how many rows of each kind were written and how long it took."""
        if os.environ.get("ENVIRONMENT") == "production" and not options["in_production"]:
            raise CommandError("This is production: made-up records do not belong here (--in-production overrides).")
        begun = time.monotonic()
        self.is_brief = options["verbosity"] == 0
        sizes = Sizes(options["organisations"], options["clusters"], options["memberships"])
        try:
            with as_owner():  # only the owner may leave history out, and take indexes away meanwhile
                counts = make_demo(sizes, options["seed"], self.announce)
        except NotLoadedError as error:
            raise CommandError(f"The bundled data is not loaded ({error}). Run `manage.py load_registry`.") from error
        except TooManyMembershipsError as error:
            raise CommandError(f"Nothing was made: {error}.") from error
        self.report(counts, time.monotonic() - begun)

    @contextmanager
    def announce(self, what: str, total: int) -> Iterator[Progress]:
        """Say what is being written; on a terminal, a bar shows how far it is."""
        if not self.is_brief:
            self.stdout.write(f"Writing {total:,} {what} …")
        with tqdm(total=total, unit="", unit_scale=True, leave=False, disable=self.is_brief or None) as bar:
            yield bar.update

    def report(self, counts: dict[str, int], seconds: float) -> None:
        """What was done, one kind a line; with ``-v 0`` in one line."""
        lines = [f"{number:>11,} {kind}" for kind, number in counts.items()]
        lines.append(f"{seconds:>11,.1f} seconds")
        self.stdout.write(", ".join(line.strip() for line in lines) if self.is_brief else "\n".join(lines))


def count(text: str) -> int:
    """A whole number from 0. Raises ValueError."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
