"""What a load did, for the person who ran it."""

from collections import Counter
from dataclasses import dataclass, field

OUTCOMES = ("created", "changed", "unchanged", "kept", "removed")


@dataclass
class Report:
    """Counts per kind of record, and every row that found no place."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, kind: str, outcome: str, number: int = 1) -> None:
        """Note that ``number`` records of the kind had the outcome."""
        self.counts.setdefault(kind, Counter())[outcome] += number

    def problem(self, place: str, what: str) -> None:
        """Name a row that cannot be placed, and why."""
        self.problems.append(f"{place}: {what}")

    def note(self, what: str) -> None:
        """Say something the reader should know that is no fault."""
        self.notes.append(what)

    def summary(self) -> str:
        """The report in one line."""
        totals = sum(self.counts.values(), Counter[str]())
        outcomes = ", ".join(f"{totals[outcome]} {outcome}" for outcome in OUTCOMES)
        return f"{outcomes}; {len(self.problems)} without a place"

    def lines(self) -> list[str]:
        """The report as it is printed."""
        width = max((len(kind) for kind in self.counts), default=0)
        table = [f"{'':{width}}  " + "  ".join(f"{outcome:>9}" for outcome in OUTCOMES)]
        for kind, counter in self.counts.items():
            table.append(f"{kind:{width}}  " + "  ".join(f"{counter[outcome]:>9}" for outcome in OUTCOMES))
        table.append("kept: edited by people since they were loaded, and left as they are")
        table.append("removed: deleted by people since they were loaded, and not loaded again")
        problems = [f"Rows that found no place: {len(self.problems)}", *(f"  {line}" for line in self.problems)]
        return [*table, *self.notes, *problems]
