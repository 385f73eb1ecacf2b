"""Which clusters are compared: the translator of that page's query string, and the ways to choose others."""

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.comparison import Comparison
from clusters.filtersets import ClusterFilterSet, RegistryFilterSet
from clusters.hits import Hits
from clusters.models import Cluster
from clusters.patience import TooBroad
from clusters.query_forms import RegistryForm
from clusters.spelling import offers
from doors.filtersets import NOT_VALID, SHOWN, CodesFilter, values_of

#: A comparison has at least and at most so many clusters.
FEWEST, MOST = 2, 4
#: How many clusters are offered to choose from.
OFFERED = 8


class CompareForm(RegistryForm):
    """Knows which clusters can be compared."""

    filterset: "CompareFilterSet"

    def _refuse_missing_records(self) -> None:
        """Refuse clusters that do not exist, stand twice or are too many."""
        asked = self.filterset.asked
        if len(asked) > MOST:
            self.add_error("cluster", _refusal(_("You can compare at most four clusters."), ", ".join(asked)))
            return
        found = [self.filterset.found.get(slug) for slug in asked]
        for place, (slug, cluster) in enumerate(zip(asked, found, strict=True)):
            if cluster is None:
                self.add_error("cluster", _refusal(NOT_VALID, slug, nearest_slug(slug)))
            elif cluster in found[:place]:
                self.add_error("cluster", _refusal(_("“%(value)s” is chosen already. Choose another cluster."), slug))


def _refusal(message: Any, value: str, nearest: str = "") -> ValidationError:
    params = {"parameter": "cluster", "value": value[:SHOWN], "nearest": nearest}
    return ValidationError(message, code="invalid_choice", params=params)


def nearest_slug(text: str) -> str:
    """The slug of the published cluster most like the text, empty where none is."""
    alike = Cluster.objects.published().annotate(alike=TrigramSimilarity("slug", text[:SHOWN]))
    found = alike.filter(alike__gt=0.3).order_by("-alike", "slug").values_list("slug", flat=True).first()
    return found or ""


class CompareFilterSet(RegistryFilterSet):
    """Up to four clusters on a day; ``q`` looks for another one to add."""

    cluster = CodesFilter(method="keep", label=_("Cluster"))

    form_class = CompareForm
    paging = ()

    class Meta:
        model = Cluster
        fields: ClassVar[list[str]] = []

    @cached_property
    def asked(self) -> list[str]:
        """The slugs in the query string."""
        values = values_of(self.data, "cluster") if "cluster" in self.data else []
        return [slug for slug in values if slug and "\x00" not in slug]

    @cached_property
    def found(self) -> dict[str, Cluster]:
        """The published clusters by the slugs asked for, whether they are those of today or old ones."""
        wanted = self.asked[:MOST]
        published = Cluster.objects.published()
        old = {slug: row for slug in wanted if (row := published.once_at(slug).first())}
        return old | ({row.slug: row for row in published.filter(slug__in=wanted)} if wanted else {})

    @cached_property
    def chosen(self) -> list[Cluster]:
        """The clusters to compare in the order asked for, each once."""
        return list(dict.fromkeys(self.found[slug] for slug in self.asked if slug in self.found))

    @property
    def dated(self) -> str:
        """The query string that keeps the day; empty for today."""
        return urlencode({"as_of": self.day.isoformat()}) if self.data.get("as_of") else ""

    def query(self, clusters: list[Cluster]) -> str:
        """The query string that compares these on the same day."""
        return "&".join([*(f"cluster={cluster.slug}" for cluster in clusters), *([self.dated] if self.dated else [])])

    @property
    def renamed(self) -> str:
        """The query string with the slugs of today, where it has old ones; empty otherwise."""
        is_old = not self.problems and self.asked != [cluster.slug for cluster in self.chosen]
        return self.query(self.chosen) if is_old else ""


class Choice:
    """What is chosen, what more there is to choose, and the comparison where there are two or more."""

    def __init__(self, filterset: CompareFilterSet) -> None:
        self.filterset = filterset
        self.chosen = filterset.chosen

    @cached_property
    def comparison(self) -> Comparison | None:
        """The facts side by side; none for faulty query strings and for fewer than two clusters."""
        if self.filterset.problems or len(self.chosen) < FEWEST:
            return None
        return Comparison(self.chosen, self.filterset.day)

    @property
    def chips(self) -> list[tuple[Cluster, str]]:
        """Each chosen cluster with the query string without it."""
        return [(one, self.filterset.query([other for other in self.chosen if other != one])) for one in self.chosen]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The chosen clusters as a form carries them along."""
        return [("cluster", cluster.slug) for cluster in self.chosen]

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another."""
        return len(self.chosen) >= MOST

    @property
    def words(self) -> str:
        """What was searched for."""
        return self.filterset.question

    @cached_property
    def offered(self) -> list[tuple[Any, str]]:
        """Clusters to add, each with the query string that does."""
        rows = [] if self.is_full else self._found if self.words else self._alike
        others = [row for row in rows if row not in self.chosen][:OFFERED]
        return [(row, self.filterset.query([*self.chosen, row])) for row in others]

    @cached_property
    def _search(self) -> ClusterFilterSet:
        query = QueryDict(urlencode({"q": self.words, "as_of": self.filterset.day.isoformat()}))
        return ClusterFilterSet(query, queryset=Cluster.objects.all())

    @cached_property
    def _found(self) -> list[Any]:
        """What the words lead to; nothing for a question too broad to be answered."""
        if self._search.problems:
            return []
        hits = Hits(self._search)
        try:
            return hits.rows(hits.answer(0, OFFERED + MOST).ids)
        except TooBroad:
            return []

    @property
    def spellings(self) -> list[str]:
        """What may have been meant where nothing was found."""
        return offers(self._search) if self.words and not self.offered else []

    @property
    def _alike(self) -> list[Any]:
        """Clusters on the tier of the first one on the day, those in one of its sectors first."""
        first = Cluster.objects.on(self.filterset.day).filter(pk__in=[one.pk for one in self.chosen[:1]]).first()
        if first is None or not first.tier_key:
            return []
        same = Cluster.objects.catalogue(self.filterset.day).at_tier(first.tier_key).with_status(first.status)
        near = Case(When(sector_slugs__overlap=first.sector_slugs, then=Value(0)), default=Value(1))
        rows = same.with_places(self.filterset.day).order_by(near, "name_key", "id")
        return list(rows[: OFFERED + MOST])
