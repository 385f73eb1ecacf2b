"""The vocabulary of the registry: chainable questions, each with one meaning behind every door."""

from clusters.querysets.clusters import ClusterQuerySet
from clusters.querysets.memberships import MembershipQuerySet
from clusters.querysets.organisations import OrganisationQuerySet
from clusters.querysets.seated import StaffMember
from clusters.querysets.tier_periods import TierPeriodQuerySet

__all__ = ["ClusterQuerySet", "MembershipQuerySet", "OrganisationQuerySet", "StaffMember", "TierPeriodQuerySet"]
