"""A figure as it was counted on a day, in an address that says so for ever: signed, and kept nowhere."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bilingual.templatetags.bilingual import long_day
from clusters.statistics.figures import Figure, FigureRefused
from clusters.statistics.tables import Row, Table

SALT = "clusters.statistics.citations"

#: Row code → the numbers of its columns.
Numbers = dict[str, list[float | None]]


class CitationRefused(Exception):  # noqa: N818 (what happened to it)
    """The address of a citation is not one that the registry has given."""


def _signer() -> signing.Signer:
    """Without the time: what was counted on one day has one address."""
    return signing.Signer(salt=SALT)


@dataclass(frozen=True)
class Citation:
    """What a figure showed."""

    figure: str
    #: The query string of the figure.
    query: str
    #: The day it is about, and the day it was counted.
    day: dt.date
    counted: dt.date
    columns: tuple[str, ...]
    numbers: Numbers

    @property
    def token(self) -> str:
        """All of it, signed."""
        values = [self.figure, self.query, self.counted.isoformat(), list(self.columns), self.numbers]
        return _signer().sign_object(values, compress=True)

    @property
    def address(self) -> str:
        """The page that shows it, in the language of the page."""
        return reverse("clusters:citation", args=[self.token])

    def text(self, title: str, address: str) -> str:
        """What stands in a list of references."""
        values = {"title": title, "day": long_day(self.day), "counted": long_day(self.counted), "address": address}
        return _("The Cluster Registry, “%(title)s”, as of %(day)s, counted %(counted)s, %(address)s") % values


@dataclass(frozen=True)
class Difference:
    """A number that is another one today."""

    row: str
    column: str
    cited: float | None
    today: float | None
    address: str


def cite(table: Table) -> Citation:
    """The figure as it is counted now."""
    return Citation(
        figure=table.figure.name,
        query=_dated(table),
        day=table.day,
        counted=timezone.localdate(),
        columns=tuple(column.code for column in table.columns),
        numbers={row.code: [cell.value for cell in row.cells] for row in table.lines},
    )


def _dated(table: Table) -> str:
    """The query string of the figure, which says the day even where it is today."""
    query = QueryDict(table.query, mutable=True)
    query["as_of"] = table.day.isoformat()
    return query.urlencode()


def read(token: str) -> Citation:
    """The citation of an address. Raises CitationRefused where it was not given by the registry, or was changed."""
    try:
        figure, query, counted, columns, numbers = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CitationRefused from error
    day = dt.date.fromisoformat(QueryDict(query)["as_of"])
    return Citation(figure, query, day, dt.date.fromisoformat(counted), tuple(columns), numbers)


def counted_today(citation: Citation, figure: Figure) -> Table | None:
    """The same question, asked anew; None where it can be asked no more, as of a region that was a mistake."""
    try:
        return figure.answer(QueryDict(citation.query))
    except FigureRefused:
        return None


def differences(citation: Citation, table: Table | None) -> list[Difference]:
    """The numbers that are others in the table of today, those that have come and those that have gone."""
    if table is None:
        return []
    rows = {row.code: row for row in table.lines}
    columns = {column.code: place for place, column in enumerate(table.columns)}
    found = []
    for code in dict.fromkeys([*citation.numbers, *rows]):
        cited = dict(zip(citation.columns, citation.numbers.get(code, ()), strict=False))
        for column in dict.fromkeys([*citation.columns, *columns]):
            difference = _difference(table, rows.get(code), (code, column), cited.get(column))
            if difference.cited != difference.today:
                found.append(difference)
    return found


def _difference(table: Table, row: Row | None, place: tuple[str, str], cited: float | None) -> Difference:
    code, column_code = place
    columns = {column.code: (number, column) for number, column in enumerate(table.columns)}
    number, column = columns.get(column_code, (None, None))
    cell: Any = row.cells[number] if row is not None and number is not None else None
    return Difference(
        row=str(row.name) if row else code,
        column=str(column.name) if column else column_code,
        cited=cited,
        today=cell.value if cell else None,
        address=cell.address if cell else "",
    )


def cited_rows(citation: Citation, table: Table | None) -> list[tuple[str, list[float | None]]]:
    """The numbers as they were, by the names that rows have today."""
    names = {row.code: str(row.name) for row in table.lines} if table else {}
    return [(names.get(code, code), numbers) for code, numbers in citation.numbers.items()]


def cited_columns(citation: Citation, table: Table | None) -> list[str]:
    """The columns as they were, by the names they have today."""
    names = {column.code: str(column.name) for column in table.columns} if table else {}
    return [names.get(code, code) for code in citation.columns]
