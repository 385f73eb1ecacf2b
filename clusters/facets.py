"""Facets of the lists: each option with the number of rows it would give.

A facet's counts ignore its own parameter and obey all the others; options without rows stay. They come with the
page itself (hits.py), the names from ``filterset.terms``, which validation has already asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst

from clusters.composition import Tally
from clusters.filtersets import RegistryFilterSet

#: More options than this stand behind "show more".
FIRST_OPTIONS = 8
#: These many facets are open from the start.
OPEN_FACETS = 2


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


def _by(column: str) -> Tally:
    return Tally(column, "SELECT {column}, n FROM {rows} WHERE {column} IS NOT NULL")


#: Each cluster once in every county of the day where it has members.
_BY_COUNTY_OF_MEMBERS = Tally(
    "cluster_key",
    "SELECT named.code, total FROM (SELECT id, count(*) AS total FROM (SELECT DISTINCT county.id, {column} FROM {rows}"
    " JOIN clusters_memberplace place ON place.cluster_id = {column} AND place.is_area AND place.period @> {day}"
    " JOIN regions_regionlineage lineage ON lineage.seat_id = place.seat_id AND lineage.period @> {day}"
    " JOIN regions_region county ON county.id = lineage.region_id AND county.level = 'county') found GROUP BY id)"
    " counted JOIN regions_region named USING (id)",
    has_several=True,
)
#: Through what the seats answer to, the counties of the day.
_BY_COUNTY = Tally(
    "seat_id",
    "SELECT county.code, sum(n) FROM {rows} JOIN regions_regionlineage lineage ON lineage.seat_id = {column}"
    " JOIN regions_region county ON county.id = lineage.region_id"
    " WHERE county.level = 'county' AND lineage.period @> {day} GROUP BY county.code",
)
_BY_SECTOR = Tally(
    "sector_slugs", "SELECT code, sum(n) FROM {rows}, unnest({column}) AS code GROUP BY code", has_several=True
)

CLUSTER_TALLIES: Mapping[str, Tally] = {
    "region": replace(_BY_COUNTY, of_members=_BY_COUNTY_OF_MEMBERS),
    "tier": Tally("tier_key", "SELECT tier.code, n FROM {rows} JOIN programmes_tier tier ON tier.id = {column}"),
    "sector": _BY_SECTOR,
    "status": _by("status"),
}
ORGANISATION_TALLIES: Mapping[str, Tally] = {"region": _BY_COUNTY, "kind": _by("kind")}


def facets(filterset: RegistryFilterSet, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """The facets of a list out of the counts of its answer."""
    found = []
    for number, (parameter, rows) in enumerate(counts.items()):
        chosen = filterset.form.cleaned_data.get(parameter) or []
        options = [
            Option(code, name, rows.get(code, 0), code in chosen) for code, name in choices(filterset, parameter)
        ]
        carried = [code for code in chosen if code not in {option.code for option in options}]
        is_open = number < OPEN_FACETS or bool(chosen)
        found.append(Facet(parameter, str(filterset.filters[parameter].label), options, carried, is_open))
    return found


def choices(filterset: RegistryFilterSet, parameter: str) -> list[tuple[str, str]]:
    """The values on offer for a parameter with their names, in the order they are shown."""
    if parameter in filterset.coded:
        return [
            (term.code, str(term.name)) for term in filterset.terms if term.parameter == parameter and term.is_option
        ]
    field: Any = filterset.form.fields[parameter]
    return [(code, capfirst(str(label))) for code, label in field.choices if code]
