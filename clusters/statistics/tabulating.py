"""The rows and columns of each figure, out of the counts of a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from bilingual.templatetags.bilingual import long_day, number
from bilingual.text import both
from clusters.choices import NOT_STATED, Footprint, OrganisationKind, Status
from clusters.statistics.counting import Counted
from clusters.statistics.counts import Counts
from clusters.statistics.tables import Cell, Column, Names, Row, in_both

#: Kinds of organisations, more than one of each.
KINDS = {
    OrganisationKind.COMPANY: gettext_lazy("Companies"),
    OrganisationKind.KNOWLEDGE_INSTITUTION: gettext_lazy("Knowledge institutions"),
    OrganisationKind.ENTREPRENEUR: gettext_lazy("Entrepreneurs"),
    OrganisationKind.PUBLIC_BODY: gettext_lazy("Public bodies"),
    OrganisationKind.INVESTOR: gettext_lazy("Investors"),
    OrganisationKind.OTHER: gettext_lazy("Other organisations"),
}
#: Columns whose numbers are no part of the programme's clusters or members, but say how sure those are.
ASSUMED, UNCONFIRMED = "assumed", "unconfirmed"


@dataclass(frozen=True)
class Body:
    """Rows and columns of a table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    notes: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def column(code: str, said: Any) -> Column:
    """A column with a name of the page's."""
    return Column(code, in_both(lambda: said))


def status_columns() -> tuple[Column, ...]:
    """In the programme; of these with an assumed end; not counted."""
    return (
        column("active", gettext_lazy("In the programme")),
        column(ASSUMED, gettext_lazy("of these, end not confirmed")),
        column(UNCONFIRMED, pgettext_lazy("clusters", "Not counted")),
    )


def status_cells(counted: Counted, day: dt.date, asked: str, *keys: str | None) -> tuple[Cell, ...]:
    """The numbers of ``status_columns`` for some keys, or for all of them."""
    wanted = keys or None
    active = counted.on(day, keys=wanted, status=Status.ACTIVE)
    assumed = counted.on(day, keys=wanted, status=Status.ACTIVE, mark=True)
    unconfirmed = counted.on(day, keys=wanted, status=Status.UNCONFIRMED)
    return (
        Cell(active, _joined(asked, "status=active"), day),
        Cell(assumed, _joined(asked, "status=active&end_confirmed=false"), day),
        Cell(unconfirmed, _joined(asked, "status=unconfirmed"), day),
    )


def by_tier(counts: Counts) -> Body:
    """Clusters by tier on the day."""
    rows = [
        Row(tier.code, both(tier, "short_name"), status_cells(counts.tiers, counts.day, f"tier={tier.code}", tier.code))
        for tier in counts.tier_list
    ]
    rows += _not_stated(counts.tiers, counts.day, "tier")
    total = Row("all", in_both(lambda: gettext_lazy("All tiers")), status_cells(counts.tiers, counts.day, ""))
    return Body(status_columns(), with_bars(rows), total)


def by_county(counts: Counts) -> Body:
    """Clusters by county on the day."""
    rows = [
        Row(
            county.code,
            both_or_norwegian(county),
            status_cells(counts.counties, counts.day, _in_region(counts, county.code), county.code),
        )
        for county in counts.county_list
    ]
    total = counts.tiers.on(counts.day, status=Status.ACTIVE)
    facts = {"total": total, "footprint": counts.footprint}
    if counts.footprint == Footprint.MEMBERS:
        return Body(status_columns(), with_bars(rows), facts=facts)
    rows += _not_stated(counts.counties, counts.day, "region")
    several = sum(row.cells[0].value for row in rows) - total
    return Body(status_columns(), with_bars(rows), notes=tuple(_several_counties(several)), facts=facts)


def _in_region(counts: Counts, code: str) -> str:
    """The query string of a region's clusters, by the seats that are counted."""
    is_by_members = counts.footprint == Footprint.MEMBERS
    return f"region={code}&footprint={Footprint.MEMBERS}" if is_by_members else f"region={code}"


def by_sector(counts: Counts) -> Body:
    """Clusters by sector on the day."""
    rows = [
        Row(
            sector.slug,
            both(sector, "name"),
            status_cells(counts.sectors, counts.day, f"sector={sector.slug}", sector.slug),
        )
        for sector in counts.sector_list
    ]
    rows += _not_stated(counts.sectors, counts.day, "sector")
    facts = {"total": counts.tiers.on(counts.day, status=Status.ACTIVE)}
    return Body(status_columns(), with_bars(rows), facts=facts)


def by_kind(counts: Counts) -> Body:
    """Members by kind on the day."""
    columns = (
        column("members", gettext_lazy("Organisations")),
        column(ASSUMED, gettext_lazy("of these, end not confirmed")),
    )
    rows = [
        Row(kind, in_both(lambda kind=kind: KINDS[kind]), member_cells(counts, counts.day, f"kind={kind}", kind))  # type: ignore[misc]
        for kind in KINDS
    ]
    total = Row("all", in_both(lambda: gettext_lazy("All organisations")), member_cells(counts, counts.day, ""))
    return Body(columns, with_bars(rows), total)


def member_cells(counts: Counts, day: dt.date, asked: str, *kinds: str) -> tuple[Cell, ...]:
    """Members on a day of some kinds, or of all, and how many of them rest on an assumed end."""
    members, assumed = members_on(counts, day, *kinds)
    active = _joined(asked, "status=active")
    return (
        Cell(members, active, day, "organisations"),
        Cell(assumed, f"{active}&end_confirmed=false", day, "organisations"),
    )


def members_on(counts: Counts, day: dt.date, *kinds: str) -> tuple[int, int]:
    """How many organisations of some kinds, or of all, are members on a day, and of these on an assumed end."""
    members, confirmed = (counts.members.on(day, keys=kinds or None, mark=mark) for mark in (False, True))
    return members, members - confirmed


def by_year(counts: Counts) -> Body:
    """Clusters at the end of every year."""
    rows = tuple(year_row(counts, day, status_cells(counts.tiers, day, "")) for day in counts.year_ends)
    return Body(status_columns(), rows, notes=running_year(counts))


def tiers_by_year(counts: Counts) -> Body:
    """Clusters by tier at the end of every year."""
    names = {tier.code: both(tier, "short_name") for tier in counts.tier_list}
    return _across_years(counts, counts.tiers, names, "tier={}")


def members_by_year(counts: Counts) -> Body:
    """Members by kind at the end of every year."""
    kinds = [column(kind, name) for kind, name in KINDS.items()]
    columns = (
        column("members", gettext_lazy("All organisations")),
        *kinds,
        column(ASSUMED, gettext_lazy("of all, end not confirmed")),
    )

    def cells(day: dt.date) -> tuple[Cell, ...]:
        every, assumed = member_cells(counts, day, "")
        return (every, *(member_cells(counts, day, f"kind={kind}", kind)[0] for kind in KINDS), assumed)

    rows = tuple(year_row(counts, day, cells(day)) for day in counts.year_ends)
    return Body(columns, rows, notes=running_year(counts))


def admissions(counts: Counts) -> Body:
    """Clusters by the year they entered the programme."""
    columns = (column("admitted", gettext_lazy("Clusters admitted")),)
    rows = [
        year_row(counts, day, (Cell(counts.entries.get(day.year, 0), f"entered={day.year}", day),))
        for day in counts.year_ends
    ]
    unknown = Cell(counts.entries.get(None, 0), f"entered={NOT_STATED}", counts.day)
    total = Row(NOT_STATED, in_both(lambda: gettext_lazy("Year not stated")), (unknown,))
    return Body(columns, tuple(rows), total, notes=running_year(counts))


def counties_by_year(counts: Counts) -> Body:
    """Clusters by county of the day at the end of every year."""
    names = {county.code: both_or_norwegian(county) for county in counts.county_list}
    return _across_years(counts, counts.counties_by_year, names, _in_region(counts, "{}"))


def sectors_by_year(counts: Counts) -> Body:
    """Clusters by sector at the end of every year."""
    names = {sector.slug: both(sector, "name") for sector in counts.sector_list}
    return _across_years(counts, counts.sectors_by_year, names, "sector={}")


def appropriations(counts: Counts) -> Body:
    """Money by year, each figure as its source gives it."""
    columns = (column("amount", gettext_lazy("Amount (NOK)")),)
    rows, amounts = [], defaultdict(set)
    for found in counts.appropriations:
        amounts[found.year, str(found.scope)].add(found.amount)
        ministry = str(found.ministry.name) if found.ministry else _("Not stated")
        words = (str(found.scope), ministry, str(found.get_stage_display()))
        cell = Cell(found.amount, None, dt.date(found.year, 12, 31))
        names = in_both(lambda year=found.year: year)  # type: ignore[misc]
        rows.append(Row(f"{found.year}-{found.pk}", names, (cell,), words, tuple(found.sources)))
    disagreeing = {key: sorted(several) for key, several in amounts.items() if len(several) > 1}
    return Body(columns, tuple(rows), facts={"disagreeing": disagreeing})


def with_bars(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, each with a bar for its first number."""
    found = list(rows)
    values = [row.cells[0].value or 0 for row in found]
    longest = max(values, default=0) or 1
    return tuple(replace(row, share=round(value / longest * 100)) for row, value in zip(found, values, strict=True))


def both_or_norwegian(county: Any) -> Names:
    """A proper name, which stands in English as in Norwegian where it has no English form."""
    names = both(county, "name")
    return {**names, "en": names["en"] or names["nb"]}


def _across_years(counts: Counts, counted: Counted, names: Mapping[str, Names], asked: str) -> Body:
    """A row for each of the codes, which ``asked`` has a place for."""
    columns = tuple(Column(str(day.year), in_both(lambda day=day: day.year)) for day in counts.year_ends)  # type: ignore[misc]
    keys: list[tuple[str, str | None, Names]] = [(code, code, said) for code, said in names.items()]
    if any(counted.on(day, keys=[None], status=Status.ACTIVE) for day in counts.year_ends):
        keys.append((NOT_STATED, None, in_both(lambda: gettext_lazy("Not stated"))))
    rows = [
        Row(code, said, tuple(status_cells(counted, day, asked.format(code), key)[0] for day in counts.year_ends))
        for code, key, said in keys
    ]
    return Body(columns, tuple(rows), notes=running_year(counts))


def _not_stated(counted: Counted, day: dt.date, parameter: str) -> list[Row]:
    """The row of those of which it is not known, where there are any."""
    cells = status_cells(counted, day, f"{parameter}={NOT_STATED}", None)
    names = in_both(lambda: gettext_lazy("Not stated"))
    return [Row(NOT_STATED, names, cells)] if any(cell.value for cell in cells) else []


def year_row(counts: Counts, day: dt.date, cells: tuple[Cell, ...]) -> Row:
    """The numbers of a year, which is not over where they are of the day asked for."""
    is_incomplete = day == counts.day and (day.month, day.day) != (12, 31)
    so_far = gettext_lazy("%(year)s so far")
    names = in_both(lambda: so_far % {"year": day.year} if is_incomplete else day.year)
    return Row(str(day.year), names, cells, is_incomplete=is_incomplete)


def running_year(counts: Counts) -> tuple[str, ...]:
    """The remark that the last year of a series is not over; none where it is."""
    if (counts.day.month, counts.day.day) == (12, 31):
        return ()
    values = {"year": counts.day.year, "day": long_day(counts.day)}
    return (_("%(year)s is not over: it is counted on %(day)s.") % values,)


def _several_counties(several: int) -> Iterable[str]:
    if several:
        yield ngettext(
            "Together the counties have %(n)s cluster more than there is: its seat is known only as a place that lay "
            "in several counties on this day, and it is counted in each.",
            "Together the counties have %(n)s clusters more than there are: their seats are known only as places that "
            "lay in several counties on this day, and they are counted in each.",
            several,
        ) % {"n": number(several)}


def _joined(*parts: str) -> str:
    return "&".join(part for part in parts if part)
