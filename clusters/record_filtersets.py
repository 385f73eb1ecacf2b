"""The translators of a query string about a single record, or about the registry as a whole, on a day."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters.choices import OrganisationKind
from clusters.filtersets import RegistryFilterSet
from clusters.models import Cluster, Membership, Organisation
from clusters.query_forms import FootprintFilter, RegistryForm
from doors.filtersets import CodesFilter


class RecordFilterSet(RegistryFilterSet):
    """A single record as it was on a day."""

    q = None
    paging = ()


class ClusterRecordFilterSet(RecordFilterSet):
    """A cluster by itself."""

    class Meta:
        model = Cluster
        fields: ClassVar[list[str]] = []


class ClusterPageFilterSet(ClusterRecordFilterSet):
    """A cluster by itself, with its members of some kinds."""

    kind = CodesFilter(method="keep", label=_("Kind"), choices=OrganisationKind.choices)

    @property
    def kinds(self) -> list[str]:
        """The kinds asked for; none for all of them, and for a query with faults."""
        return list(self.form.cleaned_data["kind"]) if self.is_valid() else []


class RegionPageFilterSet(ClusterRecordFilterSet):
    """The clusters of a region, or of every county, by their own seat or their members'."""

    footprint = FootprintFilter()


class RegionForm(RegistryForm):
    """Knows that there is one region."""

    def clean(self) -> dict[str, Any]:
        """Refuse a query without a region, and one with several."""
        super().clean()
        if "region" in self.cleaned_data and len(self.cleaned_data["region"]) != 1:
            message = _("Name one county or municipality, for example region=46.")
            params = {"value": ", ".join(self.cleaned_data["region"])}
            self.add_error("region", ValidationError(message, code="one_region", params=params))
        return self.cleaned_data


class RegionFigureFilterSet(RegionPageFilterSet):
    """The clusters of the one region that the query string names."""

    region = CodesFilter(method="filter_region", label=_("County"))

    form_class = RegionForm
    coded = ("region",)

    class Meta:
        model = Cluster
        fields: ClassVar[list[str]] = []


class OrganisationRecordFilterSet(RecordFilterSet):
    """An organisation by itself."""

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []


class MembershipRecordFilterSet(RecordFilterSet):
    """A membership by itself."""

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = []
