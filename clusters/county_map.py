"""Clusters counted by county: what the map draws, what the table beside it says, and what neither can place.

The counts are those of the list's county facet for the same query string. A county that the query names is marked,
and the others keep their counts: a facet ignores its own parameter.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bilingual.templatetags.bilingual import number
from clusters.addresses import linked
from clusters.choices import NOT_STATED, Footprint
from clusters.choropleth import OSLOFJORD, Ramp
from clusters.facets import Facet, choices, facets
from clusters.filtersets import ClusterFilterSet
from clusters.hits import Hits
from clusters.listing import Listing
from doors.filtersets import Unordered
from regions.models import RegionOutline
from regions.projection import HEIGHT, WIDTH

#: Where more clusters than this have no county, only the first of them are named.
MOST_NAMED = 30
#: Where more counties than this have the most clusters, none of them is named.
MOST_LEADERS = 3


class ClusterMapFilterSet(Unordered, ClusterFilterSet):
    """Clusters as a map counts them."""


@dataclass(frozen=True)
class County:
    """A county of the day with its clusters."""

    code: str
    name: str
    count: int
    #: Percentage of the highest count.
    share: int
    #: Step of the ramp, from 1.
    step: int
    is_chosen: bool
    #: Query string of the list of these clusters.
    query: str
    #: None for a county that nobody has drawn.
    outline: RegionOutline | None

    @property
    def is_in_inset(self) -> bool:
        """Whether the inset shows the whole of it."""
        return self.outline is not None and OSLOFJORD.holds(self.outline)

    @property
    def is_around_inset(self) -> bool:
        """Whether the inset shows a piece of it."""
        return self.outline is not None and OSLOFJORD.meets(self.outline) and not self.is_in_inset

    @property
    def label(self) -> tuple[int, int]:
        """Where its number stands: in the inset if that shows the whole of it."""
        if self.outline is None:
            return 0, 0
        on_map = (self.outline.label_x, self.outline.label_y)
        return OSLOFJORD.placed(*on_map) if self.is_in_inset else on_map


class CountyMap(Listing):
    """The clusters of a query by county: a list of which a page shows only how many rows there are where."""

    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"rows"})

    is_by_county = True
    inset = OSLOFJORD
    view_box = f"0 0 {WIDTH} {HEIGHT}"
    #: Counts come with a page of rows, and none of them is shown.
    _page_size = 1

    def _ask(self) -> None:
        super()._ask()
        self.in_all = self._count_of(self._whole) if self._chosen else self.paginator.count
        self.located = self._count_of(self._located)

    @staticmethod
    def _count_of(filterset: ClusterMapFilterSet) -> int:
        return Hits(filterset).answer(0, 1).count

    @cached_property
    def _whole(self) -> ClusterMapFilterSet:
        """The query for the whole country."""
        return self._asking(self._whole_query)

    @cached_property
    def _located(self) -> ClusterMapFilterSet:
        """The query for all counties of the day together."""
        query = QueryDict(self._whole_query, mutable=True)
        query.setlist("region", [code for code, _name in choices(self.filterset, "region")])
        return self._asking(query.urlencode())

    def _asking(self, query: str) -> ClusterMapFilterSet:
        filterset = ClusterMapFilterSet(QueryDict(query), queryset=self.filterset.queryset)
        # The terms of the map's own query have all counties of the day among them.
        filterset.terms = self.filterset.terms
        filterset.is_valid()
        return filterset

    @property
    def _whole_query(self) -> str:
        return self.address.without("region")

    @property
    def _chosen(self) -> list[str]:
        return self.filterset.form.cleaned_data.get("region") or []

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets beside the map, which is itself the one of counties."""
        if self.problems:
            return []
        counts = self.paginator.answer.facets
        return facets(self.filterset, {name: rows for name, rows in counts.items() if name != "region"})

    @cached_property
    def counties(self) -> list[County]:
        """By the Norwegian alphabet."""
        if self.problems:
            return []
        counts = self.paginator.answer.facets["region"]
        outlines = {outline.region.code: outline for outline in RegionOutline.objects.on(self.day)}
        return [
            County(
                code=code,
                name=name,
                count=counts.get(code, 0),
                share=round(counts.get(code, 0) / (self.highest or 1) * 100),
                step=self._ramp.step(counts.get(code, 0)),
                is_chosen=code in self._chosen,
                query=self.address.having(region=code),
                outline=outlines.get(code),
            )
            for code, name in choices(self.filterset, "region")
        ]

    @property
    def footprint(self) -> str:
        """Whose seats are counted."""
        return self.filterset.footprint_in_force

    @property
    def has_all_statuses(self) -> bool:
        """Whether clusters that have left are counted, too."""
        return not self.filterset.form.cleaned_data.get("status")

    @property
    def highest(self) -> int:
        """The most clusters that any county has."""
        return max(self.paginator.answer.facets["region"].values(), default=0)

    @property
    def _ramp(self) -> Ramp:
        return Ramp(self.highest)

    @property
    def legend(self) -> list[tuple[int, int, int]]:
        """The steps of the ramp with the counts they are for."""
        return self._ramp.legend

    @property
    def leaders(self) -> list[County]:
        """The counties with the most clusters; none where too many have as many."""
        most = [county for county in self.counties if county.count and county.count == self.highest]
        return most if len(most) <= MOST_LEADERS else []

    @property
    def leaders_named(self) -> str:
        """Their names as a sentence has them: ``Oslo, Rogaland og Vestland``."""
        return get_text_list([county.name for county in self.leaders], _("and"))

    @property
    def finding(self) -> str:
        """Where most clusters are, as a sentence."""
        values = {"shown": number(self.in_all), "most": number(self.highest)}
        if not self.in_all:
            return _("No cluster matches")
        if len(self.leaders) == 1:
            return _("%(county)s has the most clusters: %(most)s of %(shown)s") % {
                **values,
                "county": self.leaders_named,
            }
        if self.leaders:
            return _("%(counties)s have the most clusters: %(most)s each, of %(shown)s in all") % {
                **values,
                "counties": self.leaders_named,
            }
        if self.occupied:
            return _("%(shown)s clusters, in %(counties)s counties") % {**values, "counties": number(self.occupied)}
        return ngettext("%(shown)s cluster, in no county", "%(shown)s clusters, in no county", self.in_all) % values

    @property
    def occupied(self) -> int:
        """How many counties have any clusters."""
        return sum(county.count > 0 for county in self.counties)

    @property
    def summed(self) -> int:
        """The counts of the counties together: more than ``located`` where clusters belong to several."""
        return sum(county.count for county in self.counties)

    @property
    def unlocated(self) -> int:
        """How many clusters of the query belong to no county of the day."""
        return self.in_all - self.located

    @cached_property
    def unlocated_clusters(self) -> list[Any]:
        """Those clusters by the alphabet, the first of them where there are many, each with its ``seat``."""
        if not self.unlocated:
            return []
        located = self._located.qs.order_by().values("pk")
        rows: Any = self._whole.qs.exclude(pk__in=located)
        return list(rows.order_by("name_key", "pk")[:MOST_NAMED])

    @property
    def unnamed(self) -> int:
        """How many more there are than those."""
        return self.unlocated - len(self.unlocated_clusters)

    @property
    def whole_url(self) -> str:
        """The list of the clusters in the whole country."""
        return linked(reverse("clusters:clusters"), self._whole_query)

    @property
    def unlocated_url(self) -> str:
        """The list of the clusters without a county; by members, where the map names them."""
        if self.footprint == Footprint.MEMBERS:
            return f"{self._at('clusters:map')}#unlocated"
        return linked(reverse("clusters:clusters"), self.address.having(region=NOT_STATED))

    @property
    def geojson_url(self) -> str:
        """The same numbers as a file with the outlines."""
        return self._at("clusters:map_geojson")

    @property
    def figure_url(self) -> str:
        """The numbers of the map as a figure, with files and a citation."""
        return self._figure("clusters-on-map")

    @property
    def destination(self) -> str:
        """Nowhere: a question that names one record is shown on the map like any other."""
        return ""

    @property
    def map_url(self) -> str:
        """Nowhere: this is the map."""
        return ""
