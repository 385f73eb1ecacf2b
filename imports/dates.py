"""Dates as people and spreadsheets write them. What could be two days is refused."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from history.inexact_dates import InexactDate
from history.valid_time import StartPrecision

_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
#: 17/8 2016, 17. august 2016, 17 August 2016.
_SPACED = re.compile(r"(\d{1,2})[./](\d{1,2})\.? (\d{4})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\.? ([a-z]+) (\d{4})", re.ASCII | re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?", re.ASCII)
_MONTHS_A_YEAR = 12


def read_inexact(text: str) -> str:
    """A year, a month or a day as 2016, 2016-06 or 2016-06-20. Raises ValidationError naming the way out."""
    plain = _plain(" ".join(text.split()))
    if _SHORT_YEAR.fullmatch(plain):
        raise ValidationError(
            _("“%(text)s” has a year of two digits. Write all four (20.06.2016)."), params={"text": text}
        )
    slashed = _SLASHED.fullmatch(plain)
    if slashed and slashed[1] != slashed[2] and max(int(slashed[1]), int(slashed[2])) <= _MONTHS_A_YEAR:
        raise ValidationError(
            _("“%(text)s” can be two days, Norwegian or American. Write 2016-06-20 or 20.06.2016."),
            params={"text": text},
        )
    return str(InexactDate.read(plain))


def read_day(text: str) -> str:
    """A day as 2016-06-20. Raises ValidationError, also for a year or month alone."""
    found = read_inexact(text)
    if len(found) != len("2016-06-20"):
        raise ValidationError(
            _("“%(text)s” is not a whole date. Write day, month and year (20.06.2016)."), params={"text": text}
        )
    return found


def inexact(kept: str) -> InexactDate | None:
    """The date that ``read_inexact`` kept."""
    return InexactDate.read(kept) if kept else None


def exact(kept: str) -> dt.date | None:
    """The day that ``read_day`` kept."""
    return dt.date.fromisoformat(kept) if kept else None


def shown(kept: str) -> str:
    """As a page and a Norwegian spreadsheet show it: 2016, 2016-06 or 20.06.2016."""
    date = inexact(kept)
    return f"{date.first:%d.%m.%Y}" if date and date.precision == StartPrecision.DAY else kept


def _plain(text: str) -> str:
    timed = _WITH_TIME.fullmatch(text)
    if timed:
        return timed[1]
    spaced = _SPACED.fullmatch(text)
    if spaced:
        return ".".join(spaced.groups())
    named = _NAMED.fullmatch(text)
    if named and named[2].lower() in _MONTHS:
        return f"{named[1]}.{_MONTHS.index(named[2].lower()) % _MONTHS_A_YEAR + 1}.{named[3]}"
    return text
