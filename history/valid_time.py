"""Valid time: when a fact holds in the world, as a half-open ``daterange`` with the precision of its ends."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StartPrecision(models.TextChoices):
    """How exactly the start of a period is known."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    UNKNOWN = "unknown", _("not known")


class EndPrecision(models.TextChoices):
    """How exactly the end of a period is known, or that it has not come."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    OPEN = "open", _("still holds")
    UNKNOWN = "unknown", _("not known, assumed")


def begun_by(day: dt.date) -> Q:
    """Rows that had begun by the day, and those of which no start is known."""
    return Q(period__startswith__lte=day) | Q(period__startswith__isnull=True)


class ValidTimeQuerySet(models.QuerySet[Any]):
    """Rows with a period."""

    def on(self, day: dt.date) -> Self:
        """Rows that hold on the day. A row without any known year holds on no day."""
        return self.filter(period__contains=day)


class ValidTime(models.Model):
    """A fact that holds for a period.

    ``period`` is ``[from, to)`` and empty (NULL) where no source names any year: such a row is listed
    and never counted. An end that is ``unknown`` is assumed (clusters/periods.py has the rule), and
    whatever rests on it is marked "end not confirmed".
    """

    period = DateRangeField(
        _("period"),
        null=True,
        blank=True,
        help_text=_("From and including the first day, to but not including the last."),
    )
    start_precision = models.CharField(
        _("start known"), max_length=7, choices=StartPrecision.choices, default=StartPrecision.DAY
    )
    end_precision = models.CharField(
        _("end known"),
        max_length=7,
        choices=EndPrecision.choices,
        default=EndPrecision.OPEN,
        help_text=_("“Not known” is not the same as “still holds”: the registry then assumes an end and says so."),
    )

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(class)s_period_not_empty",
                condition=Q(period__isnull=True) | Q(period__isempty=False),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="%(class)s_open_end_is_open",
                condition=Q(period__isnull=True)
                | Q(end_precision=EndPrecision.OPEN, period__upper_inf=True)
                | (~Q(end_precision=EndPrecision.OPEN) & Q(period__upper_inf=False)),
                violation_error_message=_("A period that still holds has no end date, and every other period has one."),
            ),
            models.CheckConstraint(
                name="%(class)s_no_period_is_unknown",
                condition=Q(period__isnull=False)
                | Q(start_precision=StartPrecision.UNKNOWN, end_precision=EndPrecision.UNKNOWN),
                violation_error_message=_("Without a period, both start and end are “not known”."),
            ),
        )

    @property
    def start_date(self) -> dt.date | None:
        """First day, or None where no source names the start."""
        return self.period.lower if self.period and self.start_precision != StartPrecision.UNKNOWN else None

    @property
    def last_date(self) -> dt.date | None:
        """Last day, also where it is assumed; None where the period still holds or has no year at all."""
        upper = self.period.upper if self.period else None
        return upper - dt.timedelta(days=1) if upper else None

    @property
    def is_end_confirmed(self) -> bool:
        """False where the end rests on an assumption."""
        return self.end_precision != EndPrecision.UNKNOWN
