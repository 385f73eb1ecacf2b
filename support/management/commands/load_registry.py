"""``manage.py load_registry``: the bundled real data, again and again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import connection, transaction

from bundle.reading import BundleError
from bundle.report import Report
from bundle.writing import loading
from clusters.loading import DATA, load_clusters, load_members, load_organisations
from programmes.loading import load_programmes
from regions.loading import load_regions
from regions.outlines import load_outlines
from support.loading import load_support


class Command(BaseCommand):
    """Load the bundled registry: all of it or nothing."""

    help = (
        "Load Norway's real clusters, regions and programme facts. Can be run again at any time: what people"
        " have edited or deleted since is left as it is. All or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """``--data`` for another folder of cluster files."""
        parser.add_argument("--data", type=Path, default=DATA, help="folder with the cluster files")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, then print what was created, changed, left alone and not placed; with ``-v 0`` in one line."""
        self.is_brief = options["verbosity"] == 0
        report = Report()
        try:
            with transaction.atomic(), loading(), connection.cursor() as cursor:
                # A new region is worked into the places of every member there is.
                cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
                self.load(options["data"], report)
        except BundleError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(report.summary() if self.is_brief else "\n".join(report.lines()))

    def load(self, data: Path, report: Report) -> None:
        """Every part in the order in which they build on each other."""
        self.step("regions of 2016, 2020 and 2024")
        load_regions(report)
        self.step("outlines of the counties")
        load_outlines(report)
        self.step("the programme: owners, tiers, money, milestones")
        load_programmes(report)
        self.step("organisations")
        load_organisations(data, report)
        self.step("clusters: names, sectors, tier periods, hosts")
        spans = load_clusters(data, report)
        self.step("members")
        load_members(data, spans, report)
        self.step("grants to the hosts, key figures")
        load_support(report)

    def step(self, what: str) -> None:
        """Say what is being loaded."""
        if not self.is_brief:
            self.stdout.write(f"Loading {what} …")
