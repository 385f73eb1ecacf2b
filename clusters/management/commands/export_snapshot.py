"""``manage.py export_snapshot``: dated, whole files of everything that is published."""

import time
from argparse import ArgumentTypeError
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from clusters.api.snapshot import resources
from snapshots import folder
from snapshots.making import BeingMadeError, Resource, alone, make, up_to_date
from snapshots.manifest import MEDIA_TYPES

#: How many snapshots are kept unless told otherwise.
DAYS, MONTHS = 7, 12


class Command(BaseCommand):
    """Write a snapshot where anything has changed, and remove those that are no longer kept."""

    help = (
        "Write every record that is published to files, as JSON lines, CSV, Excel and Parquet, with checksums and the"
        " point in the stream of changes to go on from. The API hands them out at /api/v1/snapshots/. Nothing is"
        " written when nothing has changed since the newest one. All or nothing; older ones are removed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the registry stands, how many are kept, and whether to write in any case."""
        parser.add_argument(
            "--site",
            type=_site,
            default=settings.SITE_ADDRESS,
            help=f"where the addresses in the files lead (default: {settings.SITE_ADDRESS})",
        )
        parser.add_argument("--keep", type=_count, default=DAYS, help=f"the newest so many are kept (default: {DAYS})")
        parser.add_argument(
            "--months",
            type=_count,
            default=MONTHS,
            help=f"and the first of each of the last so many months (default: {MONTHS})",
        )
        parser.add_argument(
            "--formats",
            nargs="+",
            choices=sorted(MEDIA_TYPES),
            default=sorted(MEDIA_TYPES),
            help="which files beside the JSON lines (default: all)",
        )
        parser.add_argument("--anyway", action="store_true", help="write although nothing has changed")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Write and remove; then print what was done."""
        self.is_brief = options["verbosity"] == 0
        begun = time.monotonic()
        wanted = resources(options["site"])
        try:
            with alone():
                known = None if options["anyway"] else up_to_date(wanted)
                self.say_known(known) if known else self.make(wanted, options["formats"], begun)
                self.prune(options["keep"], options["months"])
        except BeingMadeError as error:
            raise CommandError("A snapshot is being made already; nothing was done.") from error

    def make(self, wanted: list[Resource], formats: list[str], begun: float) -> None:
        """Write the snapshot and say what is in it."""
        made = make(wanted, formats, self.announce)
        rows = sum(entry["rows"] for entry in made.files if entry["format"] == "jsonl")
        size = sum(entry["bytes"] for entry in made.files) / 1e6
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"Snapshot {made.name}: {rows:,} records, {len(made.files)} files, {size:,.1f} MB, {seconds:,.1f} seconds."
            f" Changes go on from {made.manifest['changes']['cursor']}."
        )

    def say_known(self, known: folder.Snapshot) -> None:
        """Nothing was to be done."""
        self.stdout.write(f"Nothing has changed since snapshot {known.name}; none was written.")

    def prune(self, days: int, months: int) -> None:
        """Remove the snapshots that are no longer kept."""
        for name in folder.superseded([snapshot.name for snapshot in folder.snapshots()], days, months):
            folder.remove(name)
            self.announce(f"Removed snapshot {name}.")

    def announce(self, what: str) -> None:
        """Say what is being done."""
        if not self.is_brief:
            self.stdout.write(what)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("at least 1")
    return number


def _site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ArgumentTypeError(f"“{text}” is no address; write https://host/")
    return text.rstrip("/") + "/"
