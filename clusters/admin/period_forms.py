"""Periods on the cluster's page: ends that nobody knows follow the registry's rules (clusters/periods.py)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clusters.models import ClusterName, HostPeriod, Membership, TierPeriod
from clusters.periods import Span, joined_span, observed_span, settled, stated_span
from clusters.services import as_columns
from history.forms import EndState, PeriodForm
from history.inexact_dates import InexactDate
from history.valid_time import EndPrecision, StartPrecision

NO_BEGINNING = _("Write when it began, a year is enough. If nobody knows, choose “end not known” as well.")


def span_of(period: Any) -> Span:
    """The span of a row with a period."""
    return Span(period.period.lower, period.period.upper, period.start_precision, period.end_precision)


class PartForm(PeriodForm):
    """A name, a host or a member: without a known end it follows the cluster's time on its tier."""

    #: Chosen when the row is added; another party is another row.
    settled_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        # Where no start is known, an end that no source states is an assumption too.
        if self.initial.get("begins") is None and self.initial.get("end_state") != EndState.KNOWN:
            self.initial["end_state"] = EndState.UNKNOWN
        for name in self.settled_fields:
            if name in self.fields:
                self.fields[name] = SettledField(getattr(self.instance, name), label=self.fields[name].label)
                self.initial.pop(name, None)

    def set_period(self, begins: InexactDate | None, ends: InexactDate | None, end_precision: str) -> None:
        """Write the columns of valid time, the end assumed where it is not known."""
        if begins is None and end_precision == EndPrecision.OPEN:
            self.add_error("begins", NO_BEGINNING)
            return
        self.write(self.span(begins, ends, end_precision))

    def span(self, begins: InexactDate | None, ends: InexactDate | None, end_precision: str) -> Span | None:
        """The span that the three fields mean; None without any year."""
        if begins and end_precision == EndPrecision.UNKNOWN:
            return joined_span(begins.first, begins.precision, self.tier_spans())
        return stated(begins, ends, end_precision, longest_years=0)

    def tier_spans(self) -> list[Span]:
        """The cluster's times on tiers, in order; none for a cluster not yet saved."""
        if self._cluster_id() is None:
            return []
        periods = TierPeriod.objects.levels().filter(cluster=self._cluster_id(), period__isnull=False)
        return [span_of(period) for period in periods.order_by("period__startswith")]

    def _cluster_id(self) -> int | None:
        cluster = self.cleaned_data.get("cluster")
        number: int | None = cluster.pk if cluster else self.instance.cluster_id
        return number

    def _get_validation_exclusions(self) -> set[str]:
        """A cluster not yet saved has no rows to overlap with."""
        excluded = super()._get_validation_exclusions()
        return excluded if self._cluster_id() else excluded | {"period"}

    def write(self, span: Span | None) -> None:
        """Set the instance's columns."""
        for column, value in as_columns(span).items():
            setattr(self.instance, column, value)


class ClusterNameForm(PartForm):
    """Another name of the cluster."""

    class Meta:
        model = ClusterName
        fields = ("cluster", "name", "kind", "slug", "source")


class HostPeriodForm(PartForm):
    """The organisation that runs the cluster. Without any year, for as long as the cluster was in the programme."""

    settled_fields = ("organisation",)

    class Meta:
        model = HostPeriod
        fields = ("cluster", "organisation", "basis", "source")

    def span(self, begins: InexactDate | None, ends: InexactDate | None, end_precision: str) -> Span | None:
        """The span that the three fields mean; the cluster's whole time where they are empty."""
        if begins is None and end_precision == EndPrecision.UNKNOWN:
            return observed_span(None, self.tier_spans())
        return super().span(begins, ends, end_precision)


class MembershipForm(PartForm):
    """A member. One that a source only names, without saying since or until when, is only observed."""

    settled_fields = ("organisation",)
    period_follows = ("observed_year",)

    class Meta:
        model = Membership
        fields = ("cluster", "organisation", "role", "role_in_source", "observed_year", "confirmed_date", "source")

    def clean(self) -> dict[str, Any]:
        """As for every period; besides, a member lives within the life of the organisation."""
        cleaned = super().clean()
        organisation = cleaned.get("organisation") or getattr(self.instance, "organisation", None)
        period = self.instance.period
        if self.errors or organisation is None or period is None or not self.has_changed():
            return cleaned
        founded, dissolved = organisation.founded_date, organisation.dissolved_date
        if founded and (period.lower is None or period.lower < founded):
            message = _("%(organisation)s was founded on %(day)s and was no member before. Change the first day.")
            self.add_error(
                "begins", forms.ValidationError(message, params={"organisation": organisation, "day": founded})
            )
        if dissolved and (period.upper is None or period.upper > dissolved):
            message = _(
                "%(organisation)s was dissolved on %(day)s and is no member after it. Write a last day before that."
            )
            self.add_error(
                "ends", forms.ValidationError(message, params={"organisation": organisation, "day": dissolved})
            )
        return cleaned

    def set_period(self, begins: InexactDate | None, ends: InexactDate | None, end_precision: str) -> None:
        """Write the columns of valid time, and whether the membership was only observed."""
        year = self.cleaned_data.get("observed_year")
        is_observed = begins is None and end_precision == EndPrecision.UNKNOWN
        if year and not is_observed:
            self.add_error(
                "observed_year",
                _("Empty this field, or empty “from” and choose “end not known”: then the year of the source decides."),
            )
            return
        self.instance.is_observed = is_observed
        if is_observed:
            self.write(observed_span(year, self.tier_spans()))
        else:
            super().set_period(begins, ends, end_precision)


class TierPeriodForm(PeriodForm):
    """A time on a tier; an end that nobody knows is assumed after the tier's longest usual support."""

    period_follows = ("tier",)

    class Meta:
        model = TierPeriod
        fields = ("cluster", "tier", "call", "decided_date", "end_reason", "note", "source")

    def set_period(self, begins: InexactDate | None, ends: InexactDate | None, end_precision: str) -> None:
        """Write the columns of valid time."""
        if begins is None and end_precision == EndPrecision.OPEN:
            self.add_error("begins", NO_BEGINNING)
            return
        tier = self.cleaned_data["tier"]
        span = stated(begins, ends, end_precision, longest_years=tier.longest_support_years)
        for column, value in as_columns(span).items():
            setattr(self.instance, column, value)

    def _get_validation_exclusions(self) -> set[str]:
        """Overlaps are looked for across all rows together (tier_overlaps): two neighbours may move at once."""
        return super()._get_validation_exclusions() | {"period"}


def stated(
    begins: InexactDate | None, ends: InexactDate | None, end_precision: str, *, longest_years: int
) -> Span | None:
    """``stated_span`` of what stands in the form."""
    return stated_span(
        begins.first if begins else None,
        begins.precision if begins else StartPrecision.UNKNOWN,
        ends.last if ends else None,
        end_precision,
        longest_years=longest_years,
    )


def tier_overlaps(rows: Iterable[tuple[Span, Any]]) -> list[tuple[Any, Any]]:
    """Pairs of rows whose spans overlap after every inexact end was cut where the next begins; the later one first."""
    ordered = sorted(rows, key=lambda row: row[0].start)
    spans = settled(span for span, _row in ordered)
    neighbours = zip(spans, spans[1:], ordered, ordered[1:], strict=False)
    return [
        (later_row, row)
        for span, later, (_s, row), (_t, later_row) in neighbours
        if span.end is None or span.end > later.start
    ]


class SettledText(forms.Widget):
    """The value as text: nothing to fill in."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:  # noqa: ARG002 (Django's signature)
        """The text itself."""
        return format_html('<span class="settled">{}</span>', value)


class SettledField(forms.Field):
    """A value that was chosen when the row was added; shown, and never asked of the database again."""

    widget = SettledText

    def __init__(self, value: Any, *, label: Any) -> None:
        super().__init__(required=False, disabled=True, initial=value, label=label)

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002 (Django's signature)
        """Never."""
        return False
