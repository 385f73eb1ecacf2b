"""What a figure is: name, title, unit, rule of counting, question, table, finding and how it is drawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clusters.filtersets import Problem, RegistryFilterSet
from clusters.patience import TooBroad
from clusters.record_filtersets import ClusterRecordFilterSet
from clusters.statistics.counts import Counts
from clusters.statistics.tables import Table
from clusters.statistics.tabulating import Body

#: The rule that all counts share; it stands once where several figures stand.
ENDS = _(
    "Where no source names an end, it is assumed: of a time on a tier after the tier's longest usual support, of a "
    "membership with the time on the tier. Beside a number stands how many of the counted rest on an assumed end. "
    "Under “not counted” stand clusters whose assumed end has passed, and those that no source gives any year."
)
YEARS = _("Counted on 31 December of each year, and in the year of the date on that date.")
CLUSTERS, ORGANISATIONS = _("number of clusters"), _("number of organisations")
_OWN = _("The registry's own count. Each number leads to the records it counts, and each of them to its sources.")


class FigureRefused(Exception):  # noqa: N818 (what happened to it)
    """The query string cannot be answered; ``problems`` say why, and the way out."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


@dataclass(frozen=True)
class Figure:
    """A figure of the statistics."""

    #: Stands in addresses, in the API and in citations.
    name: str
    title: Any
    unit: Any
    #: How it is counted, in words.
    rule: Any
    #: What a row is.
    of: Any
    tabulate: Callable[[Counts], Body]
    finding: Callable[[Table], str]
    #: How it is drawn (drawing.py): ``bars``, ``years`` (a row a year), ``strips`` (a column a year), ``money``,
    #: ``pairs`` (two numbers beside each other), ``findings`` (long names), ``map`` or ``flow``.
    drawing: str
    source: Any = _OWN
    #: Headings of the words beside the numbers.
    word_columns: tuple[Any, ...] = ()
    #: The figure that has the same by year.
    by_year: str = ""
    #: Whether it stands on the page of all figures, and not only on its own.
    is_short: bool = True
    #: Whether it counts what holds on a day, and so depends on ends that are assumed.
    depends_on_ends: bool = True
    #: The translator of its query string.
    asks: type[RegistryFilterSet] = ClusterRecordFilterSet
    #: Whether it can be asked for by its name alone.
    is_general: bool = True

    @property
    def parameters(self) -> list[str]:
        """The parameters of its query string, the day last."""
        return [*(name for name in self.asks.base_filters if name != "as_of"), "as_of"]

    def asked(self, data: QueryDict) -> Any:
        """The translated query string."""
        return self.asks(data)

    def answer(self, data: QueryDict) -> Table:
        """The table of a query string. Raises FigureRefused."""
        filterset = self.asked(data)
        if filterset.problems:
            raise FigureRefused(filterset.problems)
        try:
            return self.table(Counts.asked_by(filterset))
        except TooBroad as error:
            raise FigureRefused([error.problem]) from error

    @property
    def whole_rule(self) -> Any:
        """The rule, with the one that all counts of a day share."""
        return format_lazy("{} {}", self.rule, ENDS) if self.depends_on_ends else self.rule

    def table(self, counts: Counts) -> Table:
        """The figure counted on a day. Raises TooBroad where the question has search words that lead too far."""
        body = self.tabulate(counts)
        asked = {"query": counts.query(self.parameters), "conditions": counts.conditions(self.parameters)}
        return Table(self, counts.day, body.columns, body.rows, body.total, body.notes, body.facts, **asked)  # type: ignore[arg-type]
