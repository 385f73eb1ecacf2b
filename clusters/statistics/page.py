"""What the page of all figures shows."""

from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext as _

from bilingual.templatetags.bilingual import long_day, number
from clusters.filtersets import RegistryFilterSet
from clusters.statistics.counts import Counts
from clusters.statistics.declared import FIGURES
from clusters.statistics.effects import findings_until, said_of
from clusters.statistics.figures import ENDS
from clusters.statistics.published import (
    EXAMPLE_DAY,
    Comparison,
    compared,
    days_of,
    published_until,
    unconfirmed_on,
)
from clusters.statistics.tables import Cell, Table
from programmes.models import EffectFinding, PublishedFigure


class Statistics:
    """Every figure of a day with what others have published and found until then."""

    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"counts"})

    def __init__(self, filterset: RegistryFilterSet) -> None:
        self.filterset = filterset
        self.day = filterset.day

    @property
    def ends(self) -> str:
        """The rule that all counts share."""
        return str(ENDS)

    @cached_property
    def _figures(self) -> list[PublishedFigure]:
        return published_until(self.day)

    @cached_property
    def counts(self) -> Counts:
        """Of the day, and of the days that published figures are about."""
        return Counts.asked_by(self.filterset, days_of(self._figures))

    @cached_property
    def tables(self) -> list[Table]:
        """The figures that stand on the page of all."""
        return [figure.table(self.counts) for figure in FIGURES if figure.is_short]

    @cached_property
    def published(self) -> list[Comparison]:
        """Published figures beside counted ones."""
        return compared(self._figures, self.counts)

    @cached_property
    def example(self) -> list[Comparison]:
        """What the programme published in August 2016; nothing before that day."""
        return [row for row in self.published if row.published.as_of == EXAMPLE_DAY]

    @cached_property
    def others(self) -> list[Comparison]:
        """The other published figures."""
        return [row for row in self.published if row.published.as_of != EXAMPLE_DAY]

    @cached_property
    def example_of_clusters(self) -> Comparison | None:
        """The number of clusters in the example."""
        return next((row for row in self.example if row.published.measure == "clusters"), None)

    @property
    def example_heading(self) -> str:
        """What the example shows."""
        row = self.example_of_clusters
        values = {
            "day": long_day(EXAMPLE_DAY),
            "published": number(row.published.value) if row else "",
            "counted": number(row.counted.value) if row and row.counted else "",
        }
        return _("On %(day)s the programme published %(published)s clusters; the registry counts %(counted)s") % values

    @property
    def example_unconfirmed(self) -> Cell:
        """Clusters that are not counted in the example, because their assumed end had passed."""
        return unconfirmed_on(self.counts, EXAMPLE_DAY)

    @cached_property
    def effects(self) -> list[EffectFinding]:
        """What evaluations have found until the day."""
        return findings_until(self.day)

    @property
    def effects_heading(self) -> str:
        """How much is known of effects."""
        return said_of(self.effects)
