"""``manage.py make_demo``: synthetic data of any size beside the real registry."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from clusters.demo.copying import Progress
from clusters.demo.ground import NotLoadedError
from clusters.demo.making import Sizes, make_demo
from clusters.demo.membership_sizes import TooManyMembershipsError


class Command(BaseCommand):
    """Make synthetic clusters, organisations and memberships, in place of those of an earlier run."""

    help = (
        "Make synthetic clusters, organisations and memberships beside the real registry, in place of those an"
        " earlier run made. The same seed and sizes give the same data. All or nothing. History is not recorded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Sizes, seed, and the leave to run in production."""
        parser.add_argument("--organisations", type=_count, default=2_500)
        parser.add_argument("--clusters", type=_count, default=100)
        parser.add_argument("--memberships", type=_count, default=10_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--in-production", action="store_true", help="run although ENVIRONMENT=production")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, then print how many rows of each kind there are now and how long it took."""
        if os.environ.get("ENVIRONMENT") == "production" and not options["in_production"]:
            raise CommandError("This is production: synthetic data does not belong here (--in-production overrides).")
        begun = time.monotonic()
        sizes = Sizes(options["organisations"], options["clusters"], options["memberships"])
        try:
            counts = make_demo(sizes, options["seed"], self.announce)
        except NotLoadedError as error:
            raise CommandError(
                f"The bundled data is not loaded: {error}. Run `manage.py load_registry` first."
            ) from error
        except TooManyMembershipsError as error:
            raise CommandError(f"Nothing was made: {error}.") from error
        for kind, number in counts.items():
            self.stdout.write(f"{kind}: {number:,}")
        self.stdout.write(f"seconds: {time.monotonic() - begun:.1f}")

    def announce(self, what: str, total: int) -> Progress:
        """Say what is being written, and after each batch how far it is."""
        done = 0

        def progress(rows: int) -> None:
            nonlocal done
            done += rows
            self.stdout.write(f"{what}: {done:,} of {total:,}")

        return progress


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
