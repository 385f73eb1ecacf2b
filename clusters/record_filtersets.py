"""The translators of a query string about a single record, or about the registry as a whole, on a day."""

from typing import ClassVar

from clusters.filtersets import RegistryFilterSet
from clusters.models import Cluster, Membership, Organisation
from clusters.query_forms import FootprintFilter


class RecordFilterSet(RegistryFilterSet):
    """A single record as it was on a day."""

    q = None
    paging = ()


class ClusterRecordFilterSet(RecordFilterSet):
    """A cluster by itself."""

    class Meta:
        model = Cluster
        fields: ClassVar[list[str]] = []


class RegionPageFilterSet(ClusterRecordFilterSet):
    """The clusters of a region, or of every county, by their own seat or their members'."""

    footprint = FootprintFilter()


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
