"""A figure as a table: what page, CSV, SVG, API and citation are all made from."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from bilingual.text import LANGUAGES, Text, pick
from clusters.addresses import linked
from clusters.choices import Footprint

if TYPE_CHECKING:
    from clusters.statistics.figures import Figure

#: A name in both languages.
Names = Mapping[str, str]
#: So many numbers stand side by side on a phone.
COLUMNS_OF_A_PHONE = 3


def in_both(say: Callable[[], object]) -> Names:
    """What ``say`` answers in each language."""
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(say())
    return texts


@dataclass(frozen=True)
class Column:
    """A column of numbers."""

    code: str
    names: Names

    @property
    def name(self) -> Text:
        """In the language of the page."""
        return pick(self.names)


@dataclass(frozen=True)
class Cell:
    """A number, and the question to a list that is answered with exactly the rows it counts."""

    #: A whole number or, of a finding, one with decimals; None where there is no such number.
    value: Any
    #: The query string without the day; None where the number has no list of rows.
    asked: str | None
    day: dt.date
    #: ``clusters`` or ``organisations``: the list.
    noun: str = "clusters"

    @property
    def has_rows(self) -> bool:
        """Whether there is a list of what it counts."""
        return self.asked is not None and self.value is not None

    @property
    def query(self) -> str:
        """The whole query string."""
        return f"{self.asked}&as_of={self.day.isoformat()}".lstrip("&")

    @property
    def address(self) -> str:
        """The list with the rows, in the language of the page; empty where there are none."""
        if self.asked is None or not self.value:
            return ""
        # A list shows today of itself, and its address is to stay so tomorrow.
        query = self.asked if self.day == timezone.localdate() else self.query
        return linked(reverse(f"clusters:{self.noun}"), query)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    code: str
    names: Names
    cells: tuple[Cell, ...]
    #: Words beside the numbers, one for each of the figure's ``word_columns``.
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    #: Whether it counts a year that is not over.
    is_incomplete: bool = False
    #: The length of the row's bar, as a percentage of the longest; None where the table has no bars.
    share: int | None = None

    @property
    def name(self) -> Text:
        """In the language of the page."""
        return pick(self.names)


@dataclass(frozen=True)
class Table:
    """A figure counted on a day."""

    figure: "Figure"
    day: dt.date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    #: The numbers of everything together, where rows do not simply add up or there is reason to say so.
    total: Row | None = None
    #: What is special about these numbers, in the language of the page.
    notes: tuple[str, ...] = ()
    #: More that a heading or a picture needs to know.
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: The query string that asks for the figure again.
    query: str = ""
    #: What narrows it, in words.
    conditions: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it counts, and within what."""
        narrowed = ", ".join(self.conditions)
        return f"{self.figure.title} ({narrowed})" if narrowed else str(self.figure.title)

    @property
    def footprints(self) -> list[tuple[str, str, bool]]:
        """What counts by region may go by: the name, the query string and whether it is in force."""
        if "footprint" not in self.figure.parameters:
            return []
        query = QueryDict(self.query, mutable=True)
        in_force = query.pop("footprint", [Footprint.SEAT.value])[-1]
        others = {Footprint.SEAT: query.urlencode(), Footprint.MEMBERS: ""}
        query["footprint"] = Footprint.MEMBERS
        others[Footprint.MEMBERS] = query.urlencode()
        return [(str(one.label), others[one], one == in_force) for one in Footprint]

    @property
    def heading(self) -> str:
        """The finding, in words."""
        return str(self.figure.finding(self))

    @property
    def lines(self) -> tuple[Row, ...]:
        """The rows and their total."""
        return (*self.rows, self.total) if self.total else self.rows

    @property
    def has_bars(self) -> bool:
        """Whether the rows have bars."""
        return any(row.share is not None for row in self.rows)

    @property
    def is_narrow(self) -> bool:
        """Whether the table fits a phone: few numbers in a row, and no words."""
        return len(self.columns) <= COLUMNS_OF_A_PHONE and not (self.has_sources or self.figure.word_columns)

    @property
    def has_sources(self) -> bool:
        """Whether rows have sources of their own."""
        return any(row.sources for row in self.rows)

    @property
    def is_money(self) -> bool:
        """Whether the numbers are whole NOK."""
        return self.figure.drawing == "money"

    @property
    def has_columns(self) -> bool:
        """Whether its picture has columns over years."""
        return self.figure.drawing in {"years", "strips", "money"}

    @property
    def is_partly_assumed(self) -> bool:
        """Whether a picture of the figure shows what rests on assumed ends."""
        return "assumed" in {column.code for column in self.columns}

    def column(self, code: str) -> list[Any]:
        """The numbers of a column, the total left out."""
        place = [column.code for column in self.columns].index(code)
        return [row.cells[place].value for row in self.rows]

    def highest(self, code: str) -> tuple[Any, list[Row]]:
        """The largest number of a column and the rows that have it."""
        numbers = self.column(code)
        largest = max(numbers, default=0)
        return largest, [row for row, number in zip(self.rows, numbers, strict=True) if number == largest]
