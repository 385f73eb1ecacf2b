"""The only translators of a query string. Page, API and exports hand them the parameters of the request.

OR within a parameter, AND across. An unknown parameter or value is refused, naming it and the nearest
valid one; nothing is ever silently ignored (doors/filtersets.py).
"""

from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from clusters import vocabulary
from clusters.choices import (
    NOT_STATED,
    TOGETHER,
    EndConfirmed,
    Footprint,
    MemberStatus,
    OrganisationKind,
    Status,
    admission_years,
)
from clusters.models import (
    Cluster,
    ClusterWord,
    Membership,
    Organisation,
    OrganisationTally,
    OrganisationWord,
    Standing,
)
from clusters.models.word import Word
from clusters.organisation_number import compact, is_valid
from clusters.query_forms import FootprintFilter, RegistryForm
from doors.api.statements import Kept
from doors.filtersets import LONGEST_QUERY, PAGING, AsOfFilter, CodesFilter, Problem, StrictFilterSet, values_of
from published.edition import CurrentEdition
from regions.models import RegionLineage

__all__ = [
    "PAGING",
    "ClusterFilterSet",
    "MemberFilterSet",
    "MembershipFilterSet",
    "OrganisationFilterSet",
    "Problem",
    "RegistryFilterSet",
]

#: The words of the queries that are asked at this time.
TERMS: Kept[list[vocabulary.Term]] = Kept(16)


class RegistryFilterSet(StrictFilterSet):
    """What the registry's lists share: free text, day and codes."""

    form_class = RegistryForm
    q: Any = django_filters.CharFilter(method="filter_q", label=_("Search"), max_length=LONGEST_QUERY)
    as_of = AsOfFilter()

    #: Where the words of the catalogue are kept.
    words_in_use: ClassVar[type[Word]] = OrganisationWord
    #: How PostgreSQL is to plan the answer to a question.
    planning: ClassVar[Mapping[str, str]] = {}
    #: Orders by a number that no index has, with the column that no row's number exceeds, which has one.
    bounds: ClassVar[Mapping[str, str]] = {}
    #: Parameters whose values are codes in the database.
    coded: ClassVar[tuple[str, ...]] = ()
    restated: ClassVar = frozenset({"cluster", "member_of"})
    #: The edition that was read before anything is asked for, where what is worked out is kept for it: the whole of it,
    #: since a database that was brought back from a backup counts on from there.
    edition: CurrentEdition | None = None

    @property
    def question(self) -> str:
        """The free text, empty where there is none to answer."""
        return str(self.form.cleaned_data.get("q") or "")

    @property
    def footprint_in_force(self) -> str:
        """Whose seats the regions of the query are about: the rows' own unless others are asked for."""
        asked = self.form.cleaned_data.get("footprint") if self.is_valid() else ""
        return str(asked or Footprint.SEAT)

    @cached_property
    def wanted_codes(self) -> dict[str, list[str]]:
        """The codes the query names, by parameter."""
        named = {name: values_of(self.data, name) for name in self.coded if name in self.data}
        sound = {
            name: [code for code in codes if code and code != NOT_STATED and "\x00" not in code]
            for name, codes in named.items()
        }
        return {name: codes for name, codes in sound.items() if codes}

    @cached_property
    def organisation_ids(self) -> list[int]:
        """The organisation the query names by id or organisation number; one that merged counts as what it became."""
        number = compact(self.form.cleaned_data["organisation"])
        if not (number.isascii() and number.isdigit()):
            return []
        named = {"organisation_number": number} if is_valid(number) else {"pk": int(number)}
        return list(Organisation.objects.filter(**named).values_list(Coalesce("merged_into", "pk"), flat=True))

    @cached_property
    def terms(self) -> list[vocabulary.Term]:
        """The coded values of the query and the choices of the day, with their names."""
        codes = tuple(sorted(self.wanted_codes.get("region", ())))
        make = partial(vocabulary.load, self.day, codes)
        return make() if self.edition is None else TERMS.get((self.edition, self.day, codes), make)

    def start(self) -> models.QuerySet[Any]:
        """The set every door starts from on the day."""
        return self._catalogue.all()

    @cached_property
    def _catalogue(self) -> models.QuerySet[Any]:
        return self.queryset.catalogue(self.day)  # type: ignore[no-any-return]

    def tallied(self, *, ignoring: str) -> models.QuerySet[Any]:
        """Narrow rows, each of a ``weight``, that count what a list without a question has but for one parameter."""
        raise NotImplementedError

    @cached_property
    def seats(self) -> list[int]:
        """Ids of the seats within the regions of the query."""
        return RegionLineage.objects.seats_in(self.form.cleaned_data["region"], self.day)

    def filter_q(self, queryset: Any, _name: str, value: str) -> Any:
        """Free text."""
        return queryset.search(value)

    @cached_property
    def seats_in_counties(self) -> list[int]:
        """Ids of the seats that lie in some county of the day."""
        return RegionLineage.objects.seats_in_counties(self.day)

    def filter_region(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Seat in any of the regions, of any era; ``none``: in no county, as far as is known."""
        outside = self.seats_in_counties if NOT_STATED in value else None
        return queryset.seated_in(self.seats, outside=outside)


#: Active before the others.
BY_STATUS = models.Case(
    models.When(status=Status.ACTIVE, then=0), models.When(status=Status.UNCONFIRMED, then=1), default=2
)


class ClusterFilterSet(RegistryFilterSet):
    """Clusters by text, region, tier, sector, status, moves, year of admission, known end and member."""

    region = CodesFilter(method="filter_region", label=_("County"))
    footprint = FootprintFilter()
    tier = CodesFilter(method="filter_tier", label=_("Tier"))
    sector = CodesFilter(method="filter_sector", label=_("Sector"))
    status = CodesFilter(method="filter_status", label=_("Status"), choices=Status.choices)
    moved = CodesFilter(method="filter_moved", label=_("Move between tiers"))
    entered = CodesFilter(method="filter_entered", label=_("Admitted"), choices=admission_years)
    end_confirmed = CodesFilter(
        method="filter_end_confirmed", label=_("End of its time on the tier"), choices=EndConfirmed.choices
    )
    organisation = django_filters.CharFilter(method="filter_organisation", label=_("Member"), max_length=20)

    row_key = "cluster_key"
    words_in_use = ClusterWord
    # Every way has its index. Reading all clusters from end to end looks cheap to PostgreSQL where it expects many
    # hits: it does not reckon with vectors that lie outside their rows.
    planning: ClassVar = {"enable_seqscan": "off"}
    coded = ("region", "tier", "sector", "moved")
    orderings: ClassVar = {
        "relevance": ("relevance", BY_STATUS, "name_key", "id"),
        "name": ("name_key", "id"),
        "-members": (models.F("member_count").desc(nulls_last=True), "name_key", "id"),
        "founded": (models.F("founded_year").asc(nulls_last=True), "name_key", "id"),
        "-updated": ("-updated_at", "id"),
    }

    class Meta:
        model = Cluster
        fields: ClassVar[list[str]] = []

    def tallied(self, *, ignoring: str) -> models.QuerySet[Any]:
        """Standings of the day."""
        return self.filtered(Standing.objects.on(self.day), ignoring={ignoring})

    def filter_region(self, queryset: Any, name: str, value: list[str]) -> Any:
        """Seat of the cluster, or of any member, in any of the regions, of any era."""
        if self.footprint_in_force == Footprint.SEAT:
            return super().filter_region(queryset, name, value)
        are_counties = not any(len(code) == len("4601") for code in value)
        return queryset.with_members_seated_in(self.seats, self.day, by_area=are_counties)

    def filter_tier(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Tier on the day, or the last one."""
        keys = [term.key for term in self.terms if term.parameter == "tier" and term.code in value]
        return queryset.at_tier(*keys, or_none=NOT_STATED in value)

    def filter_sector(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the sectors."""
        return queryset.in_sector(*value)

    def filter_status(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Status on the day."""
        return queryset.with_status(*value)

    def filter_moved(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the moves, made by the day."""
        return queryset.moved(*value)

    def filter_entered(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """First period on a tier began in any of the years."""
        return queryset.entered(*value)

    def filter_end_confirmed(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Whether a source names the end of the tier of the day, or that it still holds."""
        return queryset.with_end_confirmed(*value)

    def filter_organisation(self, queryset: Any, _name: str, _value: str) -> Any:
        """Clusters the organisation (id or organisation number) is or was a member of."""
        return queryset.with_member(*self.organisation_ids)


class OrganisationFilterSet(RegistryFilterSet):
    """Organisations by text, region, kind, status and cluster."""

    region = CodesFilter(method="filter_region", label=_("County"))
    kind = CodesFilter(method="filter_kind", label=_("Kind"), choices=OrganisationKind.choices)
    status = CodesFilter(method="filter_status", label=_("Status"), choices=MemberStatus.choices)
    end_confirmed = CodesFilter(
        method="filter_end_confirmed", label=_("End of the membership"), choices=EndConfirmed.choices
    )
    cluster = django_filters.CharFilter(method="filter_cluster", label=_("Cluster"), max_length=80)
    member_of = CodesFilter(method="filter_member_of", label=_("Member on the day"))

    coded = ("region",)
    orderings: ClassVar = {
        "relevance": ("relevance", "name_key", "id"),
        "name": ("name_key", "id"),
        "-clusters": ("-cluster_count", "name_key", "id"),
        "-updated": ("-updated_at", "id"),
    }
    bounds: ClassVar = {"-clusters": "participation__most_clusters"}

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    def tallied(self, *, ignoring: str) -> models.QuerySet[Any]:
        """The tally of places and kinds; who is asked for as a member is counted one by one."""
        one_by_one = self.start().annotate(weight=models.Value(1))
        one_by_one_for = ("cluster", "member_of", "status", "end_confirmed", "updated_since")
        asked = any(self.form.cleaned_data.get(name) for name in one_by_one_for)
        rows = one_by_one if asked else OrganisationTally.objects.all_of_them()
        return self.filtered(rows, ignoring={ignoring})

    def filter_kind(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the kinds."""
        return queryset.of_kind(*value)

    def filter_status(self, queryset: Any, _name: str, _value: list[str]) -> Any:
        """Members on the day of a cluster on a tier on it; there is no other status to ask for."""
        return queryset.taking_part(self.day)

    def filter_end_confirmed(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Such members, by whether their membership and the cluster's tier both have confirmed ends."""
        return queryset.with_end_confirmed(self.day, *value)

    def filter_cluster(self, queryset: Any, _name: str, value: str) -> Any:
        """Members, past and present, of the cluster with the slug."""
        return queryset.member_of(value)

    def filter_member_of(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Those that are counted as members of a cluster on the day, or of all that a value joins."""
        return queryset.counted_in(self.day, *(slugs.split(TOGETHER) for slugs in value))


class MembershipFilterSet(RegistryFilterSet):
    """Memberships by cluster, organisation, kind of organisation and status on the day."""

    q = None
    cluster: Any = django_filters.CharFilter(field_name="cluster__slug", label=_("Cluster"), max_length=80)
    organisation = django_filters.CharFilter(method="filter_organisation", label=_("Organisation"), max_length=20)
    kind = CodesFilter(method="filter_kind", label=_("Kind"), choices=OrganisationKind.choices)
    status = CodesFilter(method="filter_status", label=_("Status"), choices=Status.choices)

    orderings: ClassVar = {"name": ("organisation__name_key", "cluster__name_key", "id")}

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = []

    def filter_organisation(self, queryset: Any, _name: str, _value: str) -> Any:
        """Of the organisation with the id or organisation number."""
        return queryset.filter(organisation__in=self.organisation_ids)

    def filter_kind(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Of organisations of any of the kinds."""
        return queryset.filter(organisation__kind__in=value)

    def filter_status(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Status on the day."""
        return queryset.filter(status__in=value)


class MemberFilterSet(MembershipFilterSet):
    """Members of the cluster that the address names."""

    cluster = None
