"""What a figure shows, as the sentence that stands over it. Computed from the numbers, never written by hand."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bilingual.templatetags.bilingual import long_day, money, number
from clusters.choices import NOT_STATED, Footprint
from clusters.statistics.tables import Row, Table

#: More than so many that share the first place are counted, not named.
MOST_NAMED = 3


def clusters_by_tier(table: Table) -> str:
    """How many clusters are in the programme, and where most of them stand."""
    total = table.total.cells[0].value if table.total else 0
    values = {"n": number(total), "day": long_day(table.day), "most": _leaders(table, "active")}
    if not total:
        return _("No clusters in the programme %(when)s") % {"when": when(table.day)}
    if table.day == timezone.localdate():
        said = ngettext(
            "%(n)s cluster is in the programme today, on %(most)s",
            "%(n)s clusters are in the programme today, most of them on %(most)s",
            total,
        )
    else:
        said = ngettext(
            "%(n)s cluster was in the programme on %(day)s, on %(most)s",
            "%(n)s clusters were in the programme on %(day)s, most of them on %(most)s",
            total,
        )
    return said % values


def clusters_by_county(table: Table) -> str:
    """Where most clusters have their seat, or members."""
    if table.facts["footprint"] == Footprint.MEMBERS:
        return _most(
            table,
            _("Most clusters have members in %(most)s %(when)s: %(n)s of %(total)s"),
            _("Most clusters have members in %(most)s %(when)s: %(n)s in each"),
        )
    return _most(
        table,
        _("Most clusters in %(most)s %(when)s: %(n)s of %(total)s"),
        _("Most clusters in %(most)s %(when)s: %(n)s each"),
    )


def clusters_by_sector(table: Table) -> str:
    """What most clusters work in."""
    return _most(
        table,
        _("Most clusters %(when)s in the sector “%(most)s”: %(n)s of %(total)s"),
        _("Most clusters %(when)s in the sectors “%(most)s”: %(n)s each"),
    )


def members_by_kind(table: Table) -> str:
    """How many organisations take part, and of which kind most are."""
    total = table.total.cells[0].value if table.total else 0
    if not total:
        return _("No members are known %(when)s") % {"when": when(table.day)}
    said = ngettext(
        "%(n)s organisation in clusters of the programme %(when)s (%(most)s)",
        "%(n)s organisations in clusters of the programme %(when)s, most of them %(most)s",
        total,
    )
    return said % {"n": number(total), "when": when(table.day), "most": _leaders(table, "members").lower()}


def clusters_by_year(table: Table) -> str:
    """When the programme was largest."""
    return _peak(
        table, "active", _("Most clusters at the end of %(years)s: %(n)s"), _("More clusters %(when)s than ever: %(n)s")
    )


def members_by_year(table: Table) -> str:
    """When most organisations took part."""
    return _peak(
        table, "members", _("Most members at the end of %(years)s: %(n)s"), _("More members %(when)s than ever: %(n)s")
    )


def admissions_by_year(table: Table) -> str:
    """When most clusters were admitted."""
    largest, rows = table.highest("admitted")
    if not largest:
        return _("No admissions are known until %(day)s") % {"day": long_day(table.day)}
    return _("Most clusters were admitted in %(years)s: %(n)s") % {"years": _years(rows), "n": number(largest)}


def tiers_by_year(table: Table) -> str:
    """The most clusters that any tier had."""
    return _largest(table, _("Most clusters on one tier: %(n)s on %(name)s in %(year)s"))


def counties_by_year(table: Table) -> str:
    """The most clusters that any county had."""
    return _largest(table, _("Most clusters in one county: %(n)s in %(name)s in %(year)s"))


def sectors_by_year(table: Table) -> str:
    """The most clusters that any sector had."""
    return _largest(table, _("Most clusters in one sector: %(n)s in “%(name)s” in %(year)s"))


def appropriations(table: Table) -> str:
    """Where the sources disagree, or else where most money was."""
    disagreeing: dict[tuple[int, str], list[int]] = table.facts["disagreeing"]
    if disagreeing:
        (year, _scope), amounts = next(iter(disagreeing.items()))
        shown = _(" or ").join(money(amount) for amount in amounts)
        return _("The sources disagree about %(year)s: %(amounts)s") % {"year": year, "amounts": shown}
    largest, rows = table.highest("amount")
    if not rows:
        return _("No appropriations are known until %(day)s") % {"day": long_day(table.day)}
    return _("Most money in %(years)s: %(amount)s") % {"years": _years(rows), "amount": money(largest)}


def when(day: dt.date) -> str:
    """“today”, or “on 17 August 2016”."""
    return _("today") if day == timezone.localdate() else _("on %(day)s") % {"day": long_day(day)}


def enumerated(names: Iterable[str]) -> str:
    """“Oslo”, “Oslo and Vestland”, “Oslo, Rogaland and Vestland”."""
    *others, last = names
    return _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last


def _named(rows: list[Row]) -> str:
    """The names of the rows, or how many there are."""
    if len(rows) > MOST_NAMED:
        return _("%(n)s that have equally many") % {"n": number(len(rows))}
    return enumerated(str(row.name) for row in rows)


def _leaders(table: Table, code: str) -> str:
    """The names of the rows with the highest number."""
    return _named(table.highest(code)[1])


def _most(table: Table, one: str, several: str) -> str:
    """The rows with the highest number among those of which it is known."""
    known = [row for row in table.rows if row.code != NOT_STATED]
    largest = max((row.cells[0].value or 0 for row in known), default=0)
    if not largest:
        return _("No clusters in the programme %(when)s") % {"when": when(table.day)}
    rows = [row for row in known if row.cells[0].value == largest]
    values = {"n": number(largest), "total": number(table.facts["total"])}
    return (one if len(rows) == 1 else several) % {**values, "most": _named(rows), "when": when(table.day)}


def _peak(table: Table, code: str, at_the_end: str, now: str) -> str:
    largest, rows = table.highest(code)
    if not largest:
        return _("None are known until %(day)s") % {"day": long_day(table.day)}
    if [row.is_incomplete for row in rows] == [True]:
        return now % {"n": number(largest), "when": when(table.day)}
    return at_the_end % {"years": _years(rows), "n": number(largest)}


def _largest(table: Table, said: str) -> str:
    cells = [
        (cell.value, row, column)
        for row in table.rows
        if row.code != NOT_STATED
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    largest, row, column = max(cells, key=lambda found: found[0], default=(0, None, None))
    if not (largest and row and column):
        return _("None are known until %(day)s") % {"day": long_day(table.day)}
    return said % {"n": number(largest), "name": row.name, "year": column.name}


def _years(rows: list[Row]) -> str:
    years = [row.code[:4] for row in rows]
    if len(years) > MOST_NAMED:
        return _("%(first)s and %(n)s other years") % {"first": years[0], "n": len(years) - 1}
    return enumerated(years)
