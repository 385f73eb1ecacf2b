"""Facets of the lists: each option with the number of rows it would give.

A facet's counts ignore its own parameter and obey all the others; options without rows stay. One GROUP BY
query a facet; the names come from ``filterset.terms``, which validation has already asked for.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.text import capfirst

from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.models import Cluster

#: More options than this stand behind "show more".
FIRST_OPTIONS = 8
#: These many facets are open from the start.
OPEN_FACETS = 2

Counter = Callable[["QuerySet[Any]", dt.date], dict[str, int]]


@dataclass(frozen=True)
class Option:
    """A value to choose, and how many rows it gives."""

    code: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A parameter of the list with its options."""

    parameter: str
    label: str
    options: list[Option]
    #: Chosen codes that are no option on the day, such as a county of another era; a form carries them along.
    carried: list[str]
    is_open: bool

    @property
    def chosen(self) -> int:
        """How many values are chosen."""
        return sum(option.is_chosen for option in self.options) + len(self.carried)

    @property
    def first(self) -> list[Option]:
        """The options that are always shown."""
        return self.options[:FIRST_OPTIONS]

    @property
    def rest(self) -> list[Option]:
        """The options behind "show more"."""
        return self.options[FIRST_OPTIONS:]

    @property
    def shows_rest(self) -> bool:
        """Whether something is chosen among the rest, so that it must not be hidden."""
        return any(option.is_chosen for option in self.rest)


def _grouped(rows: "QuerySet[Any]", column: str) -> dict[str, int]:
    counts = rows.order_by().values_list(column).annotate(rows=Count("pk", distinct=True))
    return {code: count for code, count in counts if code is not None}


def by(column: str) -> Counter:
    """Counts rows for each value of a column."""
    return lambda rows, _day: _grouped(rows, column)


def by_county(rows: "QuerySet[Any]", day: dt.date) -> dict[str, int]:
    """Counts rows for each county of the day, through what their seats answer to."""
    counties = {"seat__lineage__region__level": "county", "seat__lineage__region__period__contains": day}
    return _grouped(rows.filter(**counties), "seat__lineage__region__code")


CLUSTER_FACETS: Mapping[str, Counter] = {
    "region": by_county,
    "tier": by("tier_code"),
    "sector": by("sectors__slug"),
    "status": by("status"),
}
ORGANISATION_FACETS: Mapping[str, Counter] = {"region": by_county, "kind": by("kind")}


def cluster_facets(filterset: ClusterFilterSet) -> list[Facet]:
    """The facets of the list of clusters; four queries."""
    # Leaner than catalogue(): what a row shows is not needed to count it.
    return _facets(filterset, CLUSTER_FACETS, Cluster.objects.published().on(filterset.day))


def organisation_facets(filterset: OrganisationFilterSet) -> list[Facet]:
    """The facets of the list of organisations; two queries."""
    return _facets(filterset, ORGANISATION_FACETS, filterset.start())


def _facets(filterset: RegistryFilterSet, counters: Mapping[str, Counter], start: "QuerySet[Any]") -> list[Facet]:
    facets = []
    for number, (parameter, counter) in enumerate(counters.items()):
        counts = counter(filterset.filtered(start, ignoring=parameter), filterset.day)
        chosen = filterset.form.cleaned_data.get(parameter) or []
        options = [
            Option(code, name, counts.get(code, 0), code in chosen) for code, name in choices(filterset, parameter)
        ]
        carried = [code for code in chosen if code not in {option.code for option in options}]
        is_open = number < OPEN_FACETS or bool(chosen)
        facets.append(Facet(parameter, str(filterset.filters[parameter].label), options, carried, is_open))
    return facets


def choices(filterset: RegistryFilterSet, parameter: str) -> list[tuple[str, str]]:
    """The values on offer for a parameter with their names, in the order they are shown."""
    if parameter in filterset.coded:
        return [
            (term.code, str(term.name)) for term in filterset.terms if term.parameter == parameter and term.is_option
        ]
    field: Any = filterset.form.fields[parameter]
    return [(code, capfirst(str(label))) for code, label in field.choices if code]
