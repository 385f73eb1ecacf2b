"""The kinds of import, one file each."""

from imports.kinds.base import Kind
from imports.kinds.clusters import ClusterKindOfImport
from imports.kinds.members import MemberKindOfImport
from imports.kinds.organisations import OrganisationKindOfImport
from imports.kinds.tier_periods import TierPeriodKindOfImport

KINDS: dict[str, Kind] = {
    kind.code: kind()
    for kind in (MemberKindOfImport, OrganisationKindOfImport, ClusterKindOfImport, TierPeriodKindOfImport)
}

__all__ = ["KINDS", "Kind"]
