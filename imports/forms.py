"""What people are asked before and after a file is looked through."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from imports import limits
from imports.dates import read_inexact
from imports.identity_numbers import has_identity_number
from imports.kinds import KINDS
from imports.models import Missing

EARLIEST_YEAR = 2002
PERSON = _("A national identity number is never kept here. Remove it.")


class TextField(forms.CharField):
    """A text of ours, refused where a person's number stands in it."""

    def clean(self, value: Any) -> str:
        """Raises ValidationError."""
        text = str(super().clean(value))
        if has_identity_number(text):
            raise ValidationError(PERSON, code="person")
        return text


class UploadForm(forms.Form):
    """A file, what it is about, and where it comes from."""

    kind = forms.ChoiceField(
        label=capfirst(_("what the file holds")),
        choices=[(code, kind.name) for code, kind in KINDS.items()],
        widget=forms.RadioSelect,
        initial="members",
    )
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(),
        label=capfirst(_("cluster")),
        required=False,
        help_text=_("Only for members: whose they are."),
    )
    file = forms.FileField(
        label=capfirst(_("file")),
        help_text=_(
            "CSV or Excel (.xlsx), at most 20 MB and 100,000 rows. The first row has the names of the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xlsm"}),
    )
    source = TextField(
        label=capfirst(_("source")),
        max_length=500,
        help_text=_("Where the list comes from, such as “Member list from the cluster manager, 12 March 2026”."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    reason = TextField(
        label=capfirst(_("reason")),
        max_length=500,
        help_text=_("Why the registry is changed. Stands in the history of every record that changes."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    observed_year = forms.IntegerField(
        label=capfirst(_("year of the list")),
        required=False,
        help_text=_("Only for members: the year the list is from, for members without a first day."),
        widget=forms.NumberInput(attrs={"class": "vIntegerField"}),
    )
    empties = forms.BooleanField(
        label=_("Empty cells empty the field"),
        required=False,
        help_text=_("Otherwise an empty cell leaves the registry as it is."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cluster"]
        field.queryset = Cluster.objects.editable_by(user).order_by("name_key", "pk")
        field.error_messages["invalid_choice"] = _("You may not change this cluster, or there is no such cluster.")

    def clean_file(self) -> Any:
        """A file that is not too large to be read at all."""
        file = self.cleaned_data["file"]
        if file.size > limits.FILE:
            raise ValidationError(
                _("The file has more than %(most)s MB. Split it into several files."),
                params={"most": limits.FILE // 1024**2},
            )
        return file

    def clean_observed_year(self) -> Any:
        """A year that a list of members may be from."""
        year = self.cleaned_data["observed_year"]
        latest = timezone.localdate().year
        if year is not None and not EARLIEST_YEAR <= year <= latest:
            raise ValidationError(
                _("Write a year from %(earliest)s to %(latest)s."), params={"earliest": EARLIEST_YEAR, "latest": latest}
            )
        return year

    def clean(self) -> dict[str, Any]:
        """Members are those of one cluster."""
        cleaned = super().clean() or self.cleaned_data
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind and kind.is_of_one_cluster and not cleaned.get("cluster") and "cluster" not in self.errors:
            self.add_error("cluster", _("Choose the cluster whose members these are."))
        if kind and not kind.is_of_one_cluster:
            cleaned["cluster"] = cleaned["observed_year"] = None
        return cleaned


class DayField(forms.CharField):
    """A year, a month or a day, as files have it."""

    def clean(self, value: Any) -> str:
        """Raises ValidationError with the way out."""
        text = str(super().clean(value))
        return read_inexact(text) if text else ""


class ChoicesForm(forms.Form):
    """Answers about an import: which new organisations are known ones, and what becomes of members not in the file.

    ``rows`` are the staged rows of new organisations that may be known ones, ``absent`` those of missing members.
    """

    missing = forms.ChoiceField(
        label=_("Members who are not in the file"),
        required=False,
        choices=[
            (Missing.KEEP, _("They stay members; the file is not the whole list")),
            (Missing.END_ALL, _("All of them have left, on the day below")),
            (Missing.END_SOME, _("Those with a day beside their name have left on it; the others stay")),
        ],
        widget=forms.RadioSelect,
    )
    end_all = DayField(
        label=_("Their last day"),
        required=False,
        help_text=_("A year (2016), a month (2016-06) or a day (20.06.2016)."),
    )

    def __init__(self, *args: Any, rows: list[Any], absent: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.absent = rows, absent
        for row in rows:
            choices = [("", _("A new organisation")), *((str(one["id"]), _named(one)) for one in row.near)]
            self.fields[f"same_{row.number}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                label=_("Row %(row)s: %(name)s is") % {"row": row.number, "name": row.record},
            )
        for row in absent:
            self.fields[f"end_{row.record_id}"] = DayField(required=False, label=_("%s left on") % row.record)

    def clean(self) -> dict[str, Any]:
        """An end needs a day."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("missing") == Missing.END_ALL and not cleaned.get("end_all") and "end_all" not in self.errors:
            self.add_error("end_all", _("Write the day they left; a year is enough."))
        if cleaned.get("missing") == Missing.END_SOME and not self.ends(cleaned) and not self.errors:
            self.add_error("missing", _("Write a day beside those who have left, or choose that they stay."))
        return cleaned

    def ends(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """The last day of each missing member who was given one."""
        if cleaned.get("missing") == Missing.END_ALL:
            return {str(row.record_id): cleaned["end_all"] for row in self.absent}
        if cleaned.get("missing") != Missing.END_SOME:
            return {}
        days = {str(row.record_id): cleaned.get(f"end_{row.record_id}", "") for row in self.absent}
        return {pk: day for pk, day in days.items() if day}

    def same_as(self) -> dict[str, int]:
        """The organisation that each row was said to be about."""
        chosen = {row.number: self.cleaned_data.get(f"same_{row.number}") for row in self.rows}
        return {str(number): int(pk) for number, pk in chosen.items() if pk}


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(
        label=capfirst(_("reason")), max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"})
    )


def _named(organisation: dict[str, Any]) -> str:
    number = organisation["number"]
    return f"{organisation['name']} ({number})" if number else f"{organisation['name']} (id {organisation['id']})"
