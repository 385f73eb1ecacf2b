"""The day an answer is about: which days there are, and what to offer for those that are none."""

import calendar
import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: The cluster programme's first day; of the time before it nothing is kept.
FIRST_DAY = dt.date(2002, 1, 1)
_BEGUN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-\d{1,2})?)?", re.ASCII)
_SHOWN = 80


class DayField(forms.DateField):
    """A day from the programme's first to today, written as 2016-08-17 in every language.

    Any other text raises ValidationError with the ``nearest`` day that can be asked for.
    """

    default_error_messages = {
        "invalid": _("Write the date as year-month-day, for example 2016-08-17."),
        "early": _("The cluster programme began on 2002-01-01; there is nothing to show from before it."),
        "late": _("That day is still to come. Today is the last day to ask about."),
    }

    def __init__(self) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], required=False)

    def clean(self, value: str | None) -> dt.date | None:
        """The day, None where none is named."""
        try:
            day: dt.date | None = super().clean(value)
        except ValidationError:
            raise self._refusal("invalid", str(value), nearest_day(str(value))) from None
        if day and day < FIRST_DAY:
            raise self._refusal("early", str(value), FIRST_DAY)
        if day and day > timezone.localdate():
            raise self._refusal("late", str(value), timezone.localdate())
        return day

    def _refusal(self, code: str, value: str, nearest: dt.date | None) -> ValidationError:
        params = {"value": value[:_SHOWN], "nearest": nearest.isoformat() if nearest else ""}
        return ValidationError(self.error_messages[code], code=code, params=params)


def nearest_day(text: str) -> dt.date | None:
    """The last day of the year or month that the text names, within the days there are; None for any other text."""
    found = _BEGUN.fullmatch(text.strip())
    if not found:
        return None
    year, month = int(found["year"]), int(found["month"] or 12)
    try:
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None
    return min(max(last, FIRST_DAY), timezone.localdate())
