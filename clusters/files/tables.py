"""Which lists are given as files, and what heads their columns. What stands in these are the serializer's fields."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.api.views import ClusterViews, MembershipViews, OrganisationViews
from doors.api.tabling import Column
from doors.api.views import Records
from programmes.api.views import TierViews
from regions.api.views import RegionViews


@dataclass(frozen=True)
class Table:
    """A list as a file: what it is called, the view of the API that tells of its records, and its columns."""

    name: Any
    view_class: type[Records]
    columns: tuple[Column, ...]


_SEAT = (
    Column("seat.municipality.code", _("Municipality number")),
    Column("seat.municipality.name", _("Municipality")),
    Column("seat.counties.code", _("County number")),
    Column("seat.counties.name", _("County")),
)
_TERMS = (
    Column("licence", _("Licence")),
    Column("sources", _("Source")),
)
_LAST = (
    Column("website", _("Website")),
    Column("updated_at", _("Last changed")),
    Column("html_url", _("Page")),
    *_TERMS,
)
_MEMBER = (
    Column("organisation.organisation_number", _("Organisation number")),
    Column("organisation.name", _("Name")),
    Column("organisation.kind", _("Kind")),
    Column("role", _("Role")),
    Column("period.start", _("From")),
    Column("period.end", _("To")),
    Column("end_confirmed", _("End confirmed")),
    Column("observed_year", _("Named in")),
    Column("confirmed_date", _("Confirmed by a person")),
)

CLUSTERS = Table(
    _("clusters"),
    ClusterViews,
    (
        Column("id", _("Id")),
        Column("slug", _("Slug")),
        Column("name", _("Name")),
        Column("acronym", _("Acronym")),
        Column("tier.code", _("Tier code")),
        Column("tier.name", _("Tier")),
        Column("status", _("Status")),
        Column("end_confirmed", _("End confirmed")),
        Column("since", _("In the programme since")),
        *_SEAT,
        Column("reach", _("Reach")),
        Column("sectors.name", _("Sectors")),
        Column("member_count", _("Members")),
        Column("founded_year", pgettext_lazy("year", "Founded")),
        Column("summary", _("Summary")),
        *_LAST,
    ),
)
ORGANISATIONS = Table(
    _("organisations"),
    OrganisationViews,
    (
        Column("id", _("Id")),
        Column("organisation_number", _("Organisation number")),
        Column("name", _("Name")),
        Column("kind", _("Kind")),
        *_SEAT,
        Column("industry_code", _("Industry code")),
        Column("cluster_count", _("Clusters")),
        *_LAST,
    ),
)
#: Of one cluster, which the name of the file says.
MEMBERS = Table(_("members"), MembershipViews, (*_MEMBER, Column("organisation.id", _("Id")), *_TERMS))
MEMBERSHIPS = Table(
    _("memberships"),
    MembershipViews,
    (
        Column("id", _("Id")),
        Column("cluster.slug", _("Slug")),
        Column("cluster.name", _("Cluster")),
        *_MEMBER,
        Column("status", _("Status")),
        Column("role_in_source", _("Role in the source's words")),
        Column("is_observed", _("Named without years")),
        Column("organisation.id", _("Id of the organisation")),
        *_TERMS,
    ),
)
TIERS = Table(
    _("tiers"),
    TierViews,
    (
        Column("id", _("Id")),
        Column("code", _("Tier code")),
        Column("name", _("Name")),
        Column("short_name", _("Short name")),
        Column("rank", _("Order")),
        Column("kind", _("Kind of tier")),
        Column("programme.name", _("Programme")),
        Column("period.start", _("From")),
        Column("period.end", _("To")),
        Column("longest_support_years", _("Longest support (years)")),
        Column("annual_support_min", _("Yearly support from (NOK)")),
        Column("annual_support_max", _("Yearly support to (NOK)")),
        Column("definition", _("Definition")),
        Column("note", _("Note")),
        *_TERMS,
    ),
)
REGIONS = Table(
    _("regions"),
    RegionViews,
    (
        Column("id", _("Id")),
        Column("code", _("Number")),
        Column("level", _("Level")),
        Column("name", _("Name")),
        Column("name_official", _("Official name")),
        Column("parent.code", _("Number of the region it is part of")),
        Column("parent.name", _("Part of")),
        Column("period.start", _("From")),
        Column("period.end", _("To")),
        Column("latitude", _("Latitude")),
        Column("longitude", _("Longitude")),
        *_TERMS,
    ),
)
