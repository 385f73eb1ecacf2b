"""Valid time as people write it: from, to (last day), and whether the end is known.

A half-open range with two precisions is right for the database and hard for people. The form here
takes “2016”, “2016-06” or “20.06.2016”; the precision follows from what was written.
"""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms.models import InlineForeignKeyField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from history.inexact_dates import InexactDate
from history.valid_time import EndPrecision, StartPrecision, ValidTime

ONE_DAY = dt.timedelta(days=1)


class EndState(models.TextChoices):
    """What is known of a period's end."""

    OPEN = "open", _("still holds")
    KNOWN = "known", _("ended on the last day")
    UNKNOWN = "unknown", _("end not known")


class InexactDateField(forms.CharField):
    """A year, a month or a day; cleans to an InexactDate or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 10, "class": "inexact-date", "autocomplete": "off"}))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> InexactDate | None:  # type: ignore[override]
        """Raises ValidationError with the text of InexactDate.read."""
        text = super().to_python(value)
        return InexactDate.read(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """The date as it is read back."""
        return str(value) if isinstance(value, InexactDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what stands in the field."""
        return str(initial or "") != str(data or "").strip()


class PeriodForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row with a period. The three columns of ValidTime are set from three fields that people can fill in.

    The period is left alone unless one of these fields, or a field in ``period_follows``, was changed.
    """

    #: Other fields of the form that decide where the period ends.
    period_follows: ClassVar[tuple[str, ...]] = ()

    begins = InexactDateField(
        label=capfirst(_("from")),
        help_text=_("A year (2016), a month (2016-06) or a day (20.06.2016). Empty if nobody knows."),
    )
    end_state = forms.ChoiceField(
        label=capfirst(_("end")),
        choices=EndState.choices,
        initial=EndState.OPEN,
        help_text=_("“End not known” is not the same as “still holds”: the registry then assumes an end and says so."),
    )
    ends = InexactDateField(
        label=capfirst(_("to (last day)")),
        help_text=_("The last day it held: a year, a month or a day. A year means some day in it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial = {**written(self.instance), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Set the instance's period; errors stand beside the field that can mend them."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self._period_is_touched():
            begins, ends = cleaned["begins"], cleaned["ends"]
            state = self._end_state(cleaned["end_state"], begins, ends)
            if not self.errors:
                self.set_period(begins, ends, ends.precision if state == EndState.KNOWN else state)
        return cleaned

    def set_period(self, begins: InexactDate | None, ends: InexactDate | None, end_precision: str) -> None:
        """Write the columns of valid time; ``end_precision`` is one of EndPrecision."""
        if end_precision == EndPrecision.UNKNOWN and begins is not None:
            self.add_error(
                "end_state", _("There is no rule for assuming this end. Write the last day, a year is enough.")
            )
            return
        known = begins is not None or end_precision != EndPrecision.UNKNOWN
        upper = ends.last + ONE_DAY if ends else None
        self.instance.period = DateRange(begins.first if begins else None, upper) if known else None
        self.instance.start_precision = begins.precision if begins else StartPrecision.UNKNOWN
        self.instance.end_precision = end_precision

    def _period_is_touched(self) -> bool:
        decisive = {"begins", "end_state", "ends", *self.period_follows}
        return self.instance._state.adding or bool(decisive & set(self.changed_data))  # noqa: SLF001 (Django's own way to ask)

    def _end_state(self, state: str, begins: InexactDate | None, ends: InexactDate | None) -> str:
        """What the person means; an end written beside an untouched choice is a known end."""
        if ends and state != EndState.KNOWN and "end_state" not in self.changed_data:
            state = EndState.KNOWN
        if ends and state != EndState.KNOWN:
            self.add_error(
                "ends", _("You wrote a last day and chose that there is none. Empty this field or choose another end.")
            )
        if not ends and state == EndState.KNOWN:
            self.add_error(
                "ends", _("Write the last day, a year is enough, or choose “still holds” or “end not known”.")
            )
        if begins and ends and ends.last < begins.first:
            message = _("The last day (%(ends)s) is before the first (%(begins)s). Change one of them.")
            self.add_error("ends", forms.ValidationError(message, params={"ends": ends, "begins": begins}))
        return state

    def _get_validation_exclusions(self) -> set[str]:
        """The database's rules about periods are asked although the columns are no fields of the form."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"period", "start_precision", "end_precision"}

    def _post_clean(self) -> None:
        """A row that nobody touched is as right as it was, and costs no questions to the database."""
        if self.has_changed() or not self.instance.pk:
            super()._post_clean()  # type: ignore[misc]
            self._ask_rules_about_the_record()

    def _ask_rules_about_the_record(self) -> None:
        """In a table on a record's page, Django leaves out every constraint that names the record; ask those here."""
        is_row = any(isinstance(field, InlineForeignKeyField) for field in self.fields.values())
        if is_row and not self.errors:
            try:
                self.instance.validate_constraints(exclude=self._get_validation_exclusions())
            except forms.ValidationError as error:
                self._update_errors(error)  # type: ignore[attr-defined]


def written(row: ValidTime) -> dict[str, Any]:
    """The values of the three fields for a row as it stands."""
    start, last = row.start_date, row.last_date
    is_known = row.end_precision not in {EndPrecision.OPEN, EndPrecision.UNKNOWN}
    return {
        "begins": InexactDate(start, row.start_precision) if start else None,
        "ends": InexactDate(last, row.end_precision) if last and is_known else None,
        "end_state": EndState.KNOWN if is_known else EndState(row.end_precision),
    }
