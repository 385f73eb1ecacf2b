"""Dates as sources give them, and as people write them: a year, a month or a day."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from history.valid_time import StartPrecision

_WRITTEN = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})",
    )
)
#: Older than any organisation in the registry, and later than anybody plans.
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100


@dataclass(frozen=True)
class InexactDate:
    """A day, or any day in a month or a year: ``first`` to ``last``."""

    first: dt.date
    precision: str

    @classmethod
    def read(cls, text: str) -> Self:
        """The date in ``2016``, ``2016-06``, ``06.2016``, ``2016-06-20`` or ``20.06.2016``.

        Raises ValidationError in words that name the text and what may be written.
        """
        found = next(filter(None, (form.fullmatch(text.strip()) for form in _WRITTEN)), None)
        if found is None:
            raise ValidationError(
                _("“%(text)s” is not a date. Write a year (2016), a month (2016-06) or a day (20.06.2016)."),
                code="form",
                params={"text": text},
            )
        parts = {name: int(value) for name, value in found.groupdict().items()}
        return cls(_day(text, **parts), _precision(parts))

    @property
    def last(self) -> dt.date:
        """The last day it may be."""
        if self.precision == StartPrecision.YEAR:
            return self.first.replace(month=12, day=31)
        if self.precision == StartPrecision.MONTH:
            return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return self.first

    @property
    def shown(self) -> str:
        """As a page shows it, in the page's language."""
        if self.precision == StartPrecision.YEAR:
            return str(self.first.year)
        month_only = self.precision == StartPrecision.MONTH
        return date_format(self.first, "YEAR_MONTH_FORMAT" if month_only else "SHORT_DATE_FORMAT")

    def __str__(self) -> str:
        """As ``read`` takes it back."""
        length = {StartPrecision.YEAR: 4, StartPrecision.MONTH: 7}.get(StartPrecision(self.precision), 10)
        return self.first.isoformat()[:length]


def _precision(parts: dict[str, int]) -> str:
    if "day" in parts:
        return StartPrecision.DAY
    return StartPrecision.MONTH if "month" in parts else StartPrecision.YEAR


def _day(text: str, *, year: int, month: int = 1, day: int = 1) -> dt.date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValidationError(
            _("“%(text)s” is outside the years %(earliest)s to %(latest)s. Check the year."),
            code="year",
            params={"text": text, "earliest": EARLIEST_YEAR, "latest": LATEST_YEAR},
        )
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise ValidationError(
            _("“%(text)s”: the calendar has no such day. Check the day and the month."),
            code="calendar",
            params={"text": text},
        ) from error
