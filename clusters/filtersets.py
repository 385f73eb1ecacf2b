"""The only translators of a query string. Page, API and exports hand them the parameters of the request.

OR within a parameter, AND across. An unknown parameter or value is refused, naming it and the nearest
valid one; nothing is ever silently ignored.
"""

import datetime as dt
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters import vocabulary
from clusters.choices import OrganisationKind, Status
from clusters.models import Cluster, Membership, Organisation
from clusters.organisation_number import compact, is_valid

#: Names that belong to the paging of a list, not to its filters.
PAGING = ("page", "page_size")
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Problem:
    """One fault of a query string, and the way out of it."""

    parameter: str
    value: str
    message: str
    nearest: str = ""


class CodesField(forms.MultipleChoiceField):
    """Several codes, checked against the vocabulary by the form as a whole."""

    def valid_value(self, value: str) -> bool:
        """Codes that live in the database are checked together, in one statement, by the form."""
        return "\x00" not in value if not self.choices else super().valid_value(value)


class CodesFilter(django_filters.MultipleChoiceFilter):
    """OR within the parameter; no DISTINCT, because no filter multiplies rows."""

    field_class = CodesField

    def __init__(self, *, method: str, label: Any, choices: Any = ()) -> None:
        super().__init__(method=method, label=label, choices=choices, distinct=False)


class QueryForm(forms.Form):
    """The form of a FilterSet: knows which parameters exist and which codes are valid."""

    filterset: "RegistryFilterSet"

    def clean(self) -> dict[str, Any]:
        """Refuse parameters and codes that do not exist."""
        for name in self.data:
            if name not in self.fields and name not in PAGING:
                self.add_error(None, _unknown_parameter(name, self.data[name], [*self.fields, *PAGING]))
        for parameter, wanted in self.filterset.wanted_codes.items():
            known = {term.code for term in self.filterset.terms if term.parameter == parameter}
            for code in wanted:
                if code not in known and parameter in self.cleaned_data:
                    self.add_error(parameter, _unknown_value(parameter, code, vocabulary.codes(parameter)))
        return self.cleaned_data


def _nearest(text: str, valid: list[str]) -> str:
    found = difflib.get_close_matches(text.lower()[:LONGEST_QUERY], valid, n=1, cutoff=0.5)
    return found[0] if found else ""


def _unknown_parameter(name: str, value: str, valid: list[str]) -> ValidationError:
    params = {"parameter": name[:80], "value": value[:80], "nearest": _nearest(name, valid)}
    return ValidationError(_("There is no parameter “%(parameter)s”."), code="unknown_parameter", params=params)


def _unknown_value(parameter: str, value: str, valid: list[str]) -> ValidationError:
    params = {"parameter": parameter, "value": value[:80], "nearest": _nearest(value, valid)}
    return ValidationError(_("“%(value)s” is not a valid value."), code="invalid_choice", params=params)


def iso_date() -> forms.DateField:
    """A day as 2016-08-17."""
    return forms.DateField(
        input_formats=["%Y-%m-%d"],
        required=False,
        error_messages={"invalid": _("Write the date as year-month-day, for example 2016-08-17.")},
    )


class AsOfFilter(django_filters.DateFilter):
    """The day the whole answer is about; it chooses the starting set, so it filters nothing by itself."""

    def __init__(self) -> None:
        super().__init__(label=_("As of"), method="keep")

    @property
    def field(self) -> forms.Field:
        """ISO dates only, in every language."""
        return iso_date()


class RegistryFilterSet(django_filters.FilterSet):
    """What all lists share: free text, day, order, and refusal of what does not exist."""

    q = django_filters.CharFilter(method="filter_q", label=_("Search"), max_length=LONGEST_QUERY)
    as_of = AsOfFilter()

    #: Parameters whose values are codes in the database.
    coded: ClassVar[tuple[str, ...]] = ()
    #: ordering value → database ordering; each list ends on a unique key.
    orderings: ClassVar[Mapping[str, tuple[Any, ...]]] = {}

    @cached_property
    def day(self) -> dt.date:
        """The day the answer is about: ``as_of``, or today."""
        asked = self.form["as_of"].value() if "as_of" in self.data else None
        try:
            return iso_date().clean(asked) or timezone.localdate()
        except ValidationError:
            return timezone.localdate()

    @cached_property
    def wanted_codes(self) -> dict[str, list[str]]:
        """The codes the query names, by parameter."""
        data = self.data
        lists = {name: data.getlist(name) if isinstance(data, QueryDict) else data.get(name, []) for name in self.coded}
        return {name: [code for code in codes if "\x00" not in code] for name, codes in lists.items() if codes}

    @cached_property
    def terms(self) -> list[vocabulary.Term]:
        """The coded values of the query and the choices of the day, with their names."""
        return vocabulary.load(self.day, self.wanted_codes.get("region", ()))

    def get_form_class(self) -> type[forms.Form]:
        """The FilterSet's form, which knows its FilterSet."""
        fields: dict[str, Any] = {name: filter_.field for name, filter_ in self.filters.items()}
        fields["ordering"] = forms.ChoiceField(choices=[(name, name) for name in self.orderings], required=False)
        return type("QueryForm", (QueryForm,), {**fields, "filterset": self})

    @property
    def problems(self) -> list[Problem]:
        """Every fault of the query string; empty when it can be answered."""
        found = []
        for field, errors in self.form.errors.as_data().items():
            for error in errors:
                params = error.params or {}
                parameter = params.get("parameter", field)
                value = str(params.get("value", self.data.get(field, "")))[:80]
                nearest = params.get("nearest") or self._nearest_choice(parameter, value)
                found.append(Problem(parameter, value, str(error.messages[0]), nearest))
        return found

    def _nearest_choice(self, parameter: str, value: str) -> str:
        choices = getattr(self.form.fields.get(parameter), "choices", ())
        return _nearest(value, [str(code) for code, _label in choices])

    @property
    def qs(self) -> models.QuerySet[Any]:
        """The answer, in order; empty when the query string has a fault."""
        if not self.is_valid():
            return self.queryset.none()
        return self.ordered(self.filtered(self.start()))

    def start(self) -> models.QuerySet[Any]:
        """The set every door starts from on the day."""
        return self.queryset.catalogue(self.day)

    def filtered(self, queryset: models.QuerySet[Any], *, ignoring: str = "") -> models.QuerySet[Any]:
        """The set narrowed by every parameter but one: a facet ignores its own."""
        for name, value in self.form.cleaned_data.items():
            if value and name != ignoring and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def ordered(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """By the asked order; relevance where there are search words, else the first that is offered."""
        return queryset.order_by(*self.orderings[self.ordering])

    @property
    def ordering(self) -> str:
        """The order in force."""
        default = "relevance" if self.form.cleaned_data.get("q") else "name"
        asked = self.form.cleaned_data.get("ordering") or default
        return default if asked == "relevance" and not self.form.cleaned_data.get("q") else asked

    def keep(self, queryset: models.QuerySet[Any], _name: str, _value: Any) -> models.QuerySet[Any]:
        """For a parameter that acts elsewhere."""
        return queryset

    def filter_q(self, queryset: Any, _name: str, value: str) -> Any:
        """Free text."""
        return queryset.search(value)


#: Active before the others.
_BY_STATUS = models.Case(models.When(status=Status.ACTIVE, then=0), models.When(status=Status.UNCONFIRMED, then=1), default=2)


class ClusterFilterSet(RegistryFilterSet):
    """Clusters by text, region, tier, sector, status and member."""

    region = CodesFilter(method="filter_region", label=_("County"))
    tier = CodesFilter(method="filter_tier", label=_("Tier"))
    sector = CodesFilter(method="filter_sector", label=_("Sector"))
    status = CodesFilter(method="filter_status", label=_("Status"), choices=Status.choices)
    organisation = django_filters.CharFilter(method="filter_organisation", label=_("Member"), max_length=20)

    coded = ("region", "tier", "sector")
    orderings: ClassVar = {
        "relevance": ("relevance", _BY_STATUS, "name_key", "id"),
        "name": ("name_key", "id"),
        "-members": (models.F("member_count").desc(nulls_last=True), "name_key", "id"),
        "founded": (models.F("founded_year").asc(nulls_last=True), "name_key", "id"),
        "-updated": ("-updated_at", "id"),
    }

    class Meta:
        model = Cluster
        fields: ClassVar[list[str]] = []

    def filter_region(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Seat in any of the regions, of any era."""
        return queryset.in_region(*value)

    def filter_tier(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Tier on the day, or the last one."""
        return queryset.at_tier(*value)

    def filter_sector(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the sectors."""
        return queryset.in_sector(*value)

    def filter_status(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Status on the day."""
        return queryset.with_status(*value)

    def filter_organisation(self, queryset: Any, _name: str, value: str) -> Any:
        """Clusters the organisation (id or organisation number) is or was a member of."""
        return queryset.with_member(*organisation_ids(value))


def organisation_ids(value: str) -> list[int]:
    """Ids of the organisation that an id or organisation number names; empty when there is none."""
    number = compact(value)
    if not (number.isascii() and number.isdigit()):
        return []
    named = {"organisation_number": number} if is_valid(number) else {"pk": int(number)}
    return list(Organisation.objects.filter(**named).values_list("pk", flat=True))


class OrganisationFilterSet(RegistryFilterSet):
    """Organisations by text, region, kind and cluster."""

    region = CodesFilter(method="filter_region", label=_("County"))
    kind = CodesFilter(method="filter_kind", label=_("Kind"), choices=OrganisationKind.choices)
    cluster = django_filters.CharFilter(method="filter_cluster", label=_("Cluster"), max_length=80)

    coded = ("region",)
    orderings: ClassVar = {
        "relevance": ("relevance", "name_key", "id"),
        "name": ("name_key", "id"),
        "-clusters": ("-cluster_count", "name_key", "id"),
        "-updated": ("-updated_at", "id"),
    }

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    def filter_region(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Seat in any of the regions, of any era."""
        return queryset.in_region(*value)

    def filter_kind(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the kinds."""
        return queryset.of_kind(*value)

    def filter_cluster(self, queryset: Any, _name: str, value: str) -> Any:
        """Members, past and present, of the cluster with the slug."""
        return queryset.member_of(value)


class MembershipFilterSet(RegistryFilterSet):
    """Memberships by cluster, organisation, kind of organisation and status on the day."""

    q = None
    cluster = django_filters.CharFilter(field_name="cluster__slug", label=_("Cluster"), max_length=80)
    organisation = django_filters.CharFilter(method="filter_organisation", label=_("Organisation"), max_length=20)
    kind = CodesFilter(method="filter_kind", label=_("Kind"), choices=OrganisationKind.choices)
    status = CodesFilter(method="filter_status", label=_("Status"), choices=Status.choices)

    orderings: ClassVar = {"name": ("organisation__name_key", "cluster__name_key", "id")}

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = []

    def filter_organisation(self, queryset: Any, _name: str, value: str) -> Any:
        """Of the organisation with the id or organisation number."""
        return queryset.filter(organisation__in=organisation_ids(value))

    def filter_kind(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Of organisations of any of the kinds."""
        return queryset.filter(organisation__kind__in=value)

    def filter_status(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Status on the day."""
        return queryset.filter(status__in=value)
