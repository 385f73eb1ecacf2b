"""How clusters have moved through the tiers, as a figure (clusters/flow.py)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bilingual.templatetags.bilingual import number
from bilingual.text import both
from clusters.flow import Flow, Number, Station
from clusters.statistics.counts import Counts
from clusters.statistics.figures import CLUSTERS, Figure
from clusters.statistics.tables import Cell, Column, Row, Table, in_both
from clusters.statistics.tabulating import Body, column
from programmes.models import Tier


def tabulate(counts: Counts) -> Body:
    """A row a tier: how many were new on it, came from others, are on it and have left; and from which they came."""
    flow = Flow(counts.day)
    sources = [tier for tier in flow.tiers if any(way.before == tier for way in flow.ways)]
    columns = (
        column("entered", gettext_lazy("New")),
        column("arrived", gettext_lazy("Came from other tiers")),
        *(_from(tier) for tier in sources),
        column("active", gettext_lazy("On the tier")),
        column("former", gettext_lazy("Left")),
        column("unconfirmed", gettext_lazy("Left, not confirmed")),
    )
    rows = tuple(_row(flow, station, sources) for station in flow.stations)
    numbers = (flow.entered, *_arrivals(flow, flow.tiers, sources), flow.on_tier, flow.former, flow.unconfirmed)
    total = Row("all", in_both(lambda: gettext_lazy("All tiers")), _cells(flow, numbers))
    return Body(columns, rows, total, facts={"flow": flow})


def _from(tier: Tier) -> Column:
    names, said = both(tier, "short_name"), in_both(lambda: gettext_lazy("from %(tier)s"))
    texts = {language: text % {"tier": names[language] or names["nb"]} for language, text in said.items()}
    return Column(f"from-{tier.code}", texts)


def _row(flow: Flow, station: Station, sources: list[Tier]) -> Row:
    numbers = (
        station.entered,
        *_arrivals(flow, [station.tier], sources),
        station.on_tier,
        station.former,
        station.unconfirmed,
    )
    return Row(station.tier.code, both(station.tier, "short_name"), _cells(flow, numbers))


def _arrivals(flow: Flow, afters: list[Tier], sources: list[Tier]) -> list[Number]:
    """From all other tiers together, and from each of those that anybody has left for another."""
    return [flow.gone(flow.tiers, afters), *(flow.gone([before], afters) for before in sources)]


def _cells(flow: Flow, numbers: Iterable[Number]) -> tuple[Cell, ...]:
    return tuple(Cell(number.count, number.query or None, flow.day) for number in numbers)


def _finding(table: Table) -> str:
    moved = table.facts["flow"].moved.count
    if not moved:
        return _("No cluster has moved to another tier yet")
    said = ngettext(
        "%(n)s cluster has moved from one tier to another", "%(n)s clusters have moved from one tier to another", moved
    )
    return said % {"n": number(moved)}


FLOWS = (
    Figure(
        name="moves-between-tiers",
        title=gettext_lazy("Moves between tiers"),
        unit=CLUSTERS,
        rule=gettext_lazy(
            "Published clusters that have entered a tier from outside the programme, come to it from another, or "
            "left the programme from it by the day, and those on it on the day. A cluster has moved when its next "
            "period is on another tier, even after a gap; a brand and a further period on the same tier move nobody. "
            "Clusters of which no source states any year are in none of these numbers."
        ),
        of=gettext_lazy("Tier"),
        tabulate=tabulate,
        finding=_finding,
        drawing="flow",
        is_short=False,
    ),
)
