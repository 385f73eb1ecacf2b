"""Figures of any question to a list: clusters by tier and status and as on the map, organisations by kind."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext

from bilingual.templatetags.bilingual import number
from bilingual.text import both
from clusters.choices import NOT_STATED, EndConfirmed, Footprint, MemberStatus, Status
from clusters.composition import CAP
from clusters.county_map import ClusterMapFilterSet, CountyMap
from clusters.facets import CLUSTER_TALLIES, ORGANISATION_TALLIES
from clusters.filtersets import OrganisationFilterSet, RegistryFilterSet
from clusters.hits import Hits
from clusters.models import Standing
from clusters.patience import TooBroad
from clusters.statistics.counts import Counts
from clusters.statistics.figures import CLUSTERS, ORGANISATIONS, Figure
from clusters.statistics.findings import when
from clusters.statistics.tables import Cell, Names, Row, Table, in_both
from clusters.statistics.tabulating import ASSUMED, KINDS, Body, both_or_norwegian, column, members_on, with_bars
from doors.filtersets import Unordered

#: Status → what its column is called.
STATUSES = {
    Status.ACTIVE: gettext_lazy("In the programme"),
    Status.UNCONFIRMED: gettext_lazy("End not confirmed"),
    Status.FORMER: gettext_lazy("Formerly in the programme"),
}


class OrganisationCountFilterSet(Unordered, OrganisationFilterSet):
    """Organisations as a figure counts them."""


class _Question:
    """The records that a query string finds, narrowed further for each number."""

    def __init__(self, counts: Counts, asks: type[RegistryFilterSet]) -> None:
        self.day = counts.day
        self.filterset: Any = counts.filterset or asks(QueryDict(counts.query(["as_of"])))
        self._query = QueryDict(counts.query(name for name in self.filterset.base_filters if name != "as_of"))

    def asked(self, **values: str | None) -> str:
        """The query string, without the day, with these parameters set; None leaves one out."""
        query = self._query.copy()
        for name, value in values.items():
            query.setlist(name, [value] if value else [])
        return query.urlencode()

    def takes(self, parameter: str, value: str) -> bool:
        """Whether it asks for the value, or for all of them."""
        chosen = self.filterset.form.cleaned_data.get(parameter) if self.filterset.is_valid() else []
        return not chosen or value in chosen

    def narrows(self, values: Mapping[str, str]) -> bool:
        """Whether asking for these values as well gives some of its records, and maybe not all of them."""
        return all(self.takes(*one) for one in values.items()) and self.asked(**values) != self.asked()

    def narrowed(self, **values: str) -> RegistryFilterSet:
        """The question with these parameters set as well."""
        query = QueryDict(self.asked(**values), mutable=True)
        query["as_of"] = self.day.isoformat()
        narrowed: RegistryFilterSet = type(self.filterset)(query)
        narrowed.form.full_clean()
        return narrowed

    def standings(self) -> Any:
        """The clusters as of the day. Raises TooBroad where there are more hits than are counted."""
        rows = self.filterset.filtered(Standing.objects.on(self.day), ignoring={"q"})
        if not self.filterset.question:
            return rows
        answer = Hits(self.filterset).answer(0, CAP)
        if answer.is_capped:
            raise TooBroad(self.filterset.question)
        return rows.filter(cluster__in=answer.ids)


def by_tier_and_status(counts: Counts) -> Body:
    """Clusters by the tier on the day, or the last one, and by status; of what the question leaves out, no number."""
    question = _Question(counts, ClusterMapFilterSet)
    found = question.standings().order_by().values_list("tier_code", "status").annotate(rows=Count("pk"))
    numbers = {(tier or NOT_STATED, status): n for tier, status, n in found}
    statuses = [status for status in STATUSES if question.takes("status", status)]
    names: dict[str, Names] = {
        tier.code: both(tier, "short_name") for tier in counts.tier_list if question.takes("tier", tier.code)
    }
    if any(tier == NOT_STATED for tier, _status in numbers):
        names[NOT_STATED] = in_both(lambda: gettext_lazy("Not stated"))

    def cells(codes: Iterable[str], **tier: str) -> tuple[Cell, ...]:
        of_status = {status: sum(numbers.get((code, status), 0) for code in codes) for status in statuses}
        every = Cell(sum(of_status.values()), question.asked(**tier), question.day)
        return every, *(Cell(n, question.asked(**tier, status=status), question.day) for status, n in of_status.items())

    columns = (column("all", gettext_lazy("All")), *(column(status, STATUSES[status]) for status in statuses))
    rows = with_bars(Row(code, said, cells([code], tier=code)) for code, said in names.items())
    return Body(columns, rows, Row("all", in_both(lambda: gettext_lazy("All tiers")), cells(list(names))))


#: What a cell of organisations asks further: all of them, those that take part on the day, and those that may.
_TAKING_PART: Mapping[str, dict[str, str]] = {
    "all": {},
    "members": {"status": MemberStatus.ACTIVE},
    ASSUMED: {"status": MemberStatus.ACTIVE, "end_confirmed": EndConfirmed.FALSE},
}


def by_kind(counts: Counts) -> Body:
    """Organisations by kind, and how many of them take part on the day; of what the question leaves out, no number."""
    question = _Question(counts, OrganisationCountFilterSet)
    further = {code: asked for code, asked in _TAKING_PART.items() if not asked or question.narrows(asked)}
    answers = (
        {code: _kinds(question.narrowed(**asked)) for code, asked in further.items()}
        if question.asked()
        else _all_kinds(counts, question)
    )
    kinds = [kind for kind in KINDS if question.takes("kind", kind)]

    def cells(*some: str, **kind: str) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                sum(found.get(one, 0) for one in some),
                question.asked(**kind, **further[code]),
                question.day,
                "organisations",
            )
            for code, found in answers.items()
        )

    columns = {
        "all": gettext_lazy("Organisations"),
        "members": gettext_lazy("In the programme"),
        ASSUMED: gettext_lazy("of these, end not confirmed"),
    }
    rows = with_bars(Row(kind, in_both(lambda kind=kind: KINDS[kind]), cells(kind, kind=kind)) for kind in kinds)  # type: ignore[misc]
    total = Row("all", in_both(lambda: gettext_lazy("All organisations")), cells(*kinds))
    return Body(tuple(column(code, columns[code]) for code in answers), rows, total)


def _all_kinds(counts: Counts, question: _Question) -> dict[str, dict[str, int]]:
    """The same of the whole register, whose members are tallied and need not be looked through."""
    members = {kind: members_on(counts, counts.day, kind) for kind in KINDS}
    return {
        "all": _kinds(question.narrowed()),
        "members": {kind: every for kind, (every, _assumed) in members.items()},
        ASSUMED: {kind: assumed for kind, (_every, assumed) in members.items()},
    }


def _kinds(filterset: RegistryFilterSet) -> dict[str, int]:
    """The organisations of a question by kind. Raises TooBroad where there are more hits than are counted."""
    answer = Hits(filterset, {"kind": ORGANISATION_TALLIES["kind"]}).answer(0, 1)
    if answer.is_capped:
        raise TooBroad(filterset.question)
    return answer.facets["kind"]


def on_map(counts: Counts) -> Body:
    """Clusters by county of the day, as the map counts them."""
    question = _Question(counts, ClusterMapFilterSet)
    counted = CountyMap(question.filterset, {"region": CLUSTER_TALLIES["region"]}, "clusters")
    if counted.problems or counted.is_capped:
        raise TooBroad(question.filterset.question)
    names = {county.code: both_or_norwegian(county) for county in counts.county_list}
    rows = [
        Row(county.code, names[county.code], (Cell(county.count, question.asked(region=county.code), counts.day),))
        for county in counted.counties
    ]
    if counted.unlocated:
        # Clusters whose members are in no county have no list.
        asked = None if counts.footprint == Footprint.MEMBERS else question.asked(region=NOT_STATED)
        cells = (Cell(counted.unlocated, asked, counts.day),)
        rows.append(Row(NOT_STATED, in_both(lambda: gettext_lazy("Without a county")), cells))
    whole = Cell(counted.in_all, question.asked(region=None), counts.day)
    total = Row("NO", in_both(lambda: gettext_lazy("The whole country")), (whole,))
    return Body((column("clusters", gettext_lazy("Clusters")),), with_bars(rows), total, facts={"map": counted})


def _all_found(table: Table) -> str:
    """How many clusters there are, and how many of them are in the programme."""
    numbers = {one.code: cell.value for one, cell in zip(table.columns, table.total.cells, strict=True)}  # type: ignore[union-attr]
    values = {"n": number(numbers["all"]), "when": when(table.day), "active": number(numbers.get(Status.ACTIVE, 0))}
    if Status.ACTIVE not in numbers or len(numbers) == len(("all", Status.ACTIVE)):
        return ngettext("%(n)s cluster %(when)s", "%(n)s clusters %(when)s", numbers["all"]) % values
    said = ngettext(
        "%(n)s cluster %(when)s, %(active)s of them in the programme",
        "%(n)s clusters %(when)s, %(active)s of them in the programme",
        numbers["all"],
    )
    return said % values


def _organisations_found(table: Table) -> str:
    """How many organisations there are."""
    total = table.total.cells[0].value  # type: ignore[union-attr]
    said = ngettext("%(n)s organisation %(when)s", "%(n)s organisations %(when)s", total)
    return said % {"n": number(total), "when": when(table.day)}


def _on_map(table: Table) -> str:
    """Where most clusters are, in the words of the map."""
    return str(table.facts["map"].finding)


_ALL = gettext_lazy(
    "Published clusters that the question finds, each with its status on the day: in the programme, known to have "
    "left, or with an end that no source confirms."
)
OF_QUESTIONS = (
    Figure(
        name="clusters-by-tier-and-status",
        title=gettext_lazy("Clusters by tier and status"),
        unit=CLUSTERS,
        rule=format_lazy(
            "{} {}", _ALL, gettext_lazy("The tier is that of the day or, of one that has left, its last.")
        ),
        of=gettext_lazy("Tier"),
        tabulate=by_tier_and_status,
        finding=_all_found,
        drawing="bars",
        is_short=False,
        asks=ClusterMapFilterSet,
    ),
    Figure(
        name="organisations-by-kind",
        title=gettext_lazy("Organisations by kind"),
        unit=ORGANISATIONS,
        rule=gettext_lazy(
            "Organisations that the question finds, each counted once, also those that have been members and are so no "
            "more. In the programme are those with a membership, on the day, in a published cluster that "
            "is on a tier on the day."
        ),
        of=gettext_lazy("Kind"),
        tabulate=by_kind,
        finding=_organisations_found,
        drawing="bars",
        is_short=False,
        asks=OrganisationCountFilterSet,
    ),
    Figure(
        name="clusters-on-map",
        title=gettext_lazy("Clusters on the map"),
        unit=CLUSTERS,
        rule=format_lazy(
            "{} {}",
            _ALL,
            gettext_lazy(
                "By the county of the day where the cluster has its seat or, where that is chosen, by every county "
                "where members have theirs. A county that is chosen does not narrow the others."
            ),
        ),
        of=gettext_lazy("County"),
        tabulate=on_map,
        finding=_on_map,
        drawing="map",
        is_short=False,
        asks=ClusterMapFilterSet,
    ),
)
