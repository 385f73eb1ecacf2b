"""``manage.py reconcile_history``: whether every row is as its last event says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from history.reconciling import Difference, Reconciled, reconcile

WORDS = {
    "differs": "differs from its last event in {columns}",
    "unrecorded": "has no event at all",
    "gone": "is gone, and no event says so",
    "undead": "is there, and its last event is its deletion",
}


class Command(BaseCommand):
    """Compare every recorded row with its last event, and end with an error when any differs."""

    help = (
        "Compare every row of every recorded kind with its last event, say kind by kind how many differ, and name the"
        " first of them. Reads only. Ends with an error when any differs. What make_demo made has no history."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many are named."""
        parser.add_argument("--most", type=int, default=20, help="named of each kind; all are counted (default: 20)")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """One line a kind, as each is done."""
        differing = 0
        for outcome in reconcile(max(options["most"], 1)):
            differing += outcome.count
            if outcome.count or options["verbosity"] > 0:
                self.report(outcome)
        if differing:
            raise CommandError(f"{differing:,} rows are not as their last event says.")
        self.stdout.write("Every row is as its last event says.")

    def report(self, outcome: Reconciled) -> None:
        """What was found of one kind."""
        label = outcome.model._meta.label
        self.stdout.write(f"{label}: {f'{outcome.count:,} differ' if outcome.count else 'as recorded'}")
        for example in outcome.examples:
            self.stdout.write(f"  {label} {example.number} {in_words(example)}")
        if outcome.count > len(outcome.examples):
            self.stdout.write(f"  … and {outcome.count - len(outcome.examples):,} more")


def in_words(difference: Difference) -> str:
    """What is wrong with the row."""
    return WORDS[difference.fault].format(columns=", ".join(difference.columns))
