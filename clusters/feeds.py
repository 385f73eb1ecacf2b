"""What changed last in a list, as an Atom feed: the same FilterSets and filters as the pages."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bilingual.text import Text, pick
from clusters.addresses import Address, linked
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.hits import Hits
from clusters.models import Cluster, Organisation
from clusters.patience import TooBroad
from doors.files import refused
from doors.licence import LICENCE_ADDRESS, LICENCE_NAME

#: A reader asks often; whoever was away longer walks the API.
ENTRIES = 50
LATEST_FIRST = ("-updated_at", "-id")


class ClusterFeedFilterSet(ClusterFilterSet):
    """A feed has no pages, and one order."""

    paging = ()
    orderings: ClassVar = {"-updated": LATEST_FIRST}
    ordering = "-updated"


class OrganisationFeedFilterSet(OrganisationFilterSet):
    """A feed has no pages, and one order."""

    paging = ()
    orderings: ClassVar = {"-updated": LATEST_FIRST}
    ordering = "-updated"


class Atom(Atom1Feed):
    """A feed whose entries may have a summary, plain text that says when it is in another language than the feed."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """The elements of an entry."""
        # Django's own summary is HTML and in no language of its own.
        super().add_item_elements(handler, {**item, "description": None})
        summary: Text | None = item["summary"]
        if summary:
            handler.addQuickElement(
                "summary", summary, {"type": "text", **({"xml:lang": summary.lang} if summary.is_other else {})}
            )


@dataclass(frozen=True)
class Feed:
    """A list as a feed."""

    #: Names its page and its records in the API.
    noun: str
    record: str
    title: Any
    filterset_class: type[RegistryFilterSet]
    rows: Any


CLUSTERS = Feed(
    "clusters", "cluster", gettext_lazy("Clusters, last changed"), ClusterFeedFilterSet, Cluster.objects.all()
)
ORGANISATIONS = Feed(
    "organisations",
    "organisation",
    gettext_lazy("Organisations, last changed"),
    OrganisationFeedFilterSet,
    Organisation.objects.all(),
)


@require_safe
def clusters_atom(request: HttpRequest) -> HttpResponse:
    """The clusters of the query string that changed last."""
    return answer(request, CLUSTERS)


@require_safe
def organisations_atom(request: HttpRequest) -> HttpResponse:
    """The organisations of the query string that changed last."""
    return answer(request, ORGANISATIONS)


def answer(request: HttpRequest, what: Feed) -> HttpResponse:
    """The feed, or 400 with each fault of the query string in words."""
    filterset = what.filterset_class(request.GET, queryset=what.rows)
    if filterset.problems:
        return refused(filterset.problems)
    hits = Hits(filterset)
    try:
        rows = hits.rows(hits.answer(0, ENTRIES).ids)
    except TooBroad as error:
        return refused([error.problem])
    text = written(request, what, Address(filterset), rows).writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def written(request: HttpRequest, what: Feed, address: Address, rows: list[Any]) -> Atom:
    """The feed with its entries; an entry keeps its id when its record is renamed."""
    query, day = str(address), address.only("as_of")
    feed = Atom(
        title=f"{_('The Cluster Registry')}: {what.title}",
        link=request.build_absolute_uri(linked(reverse(f"clusters:{what.noun}"), query)),
        description=None,
        language=get_language(),
        feed_url=request.build_absolute_uri(linked(request.path, query)),
        feed_copyright=f"{LICENCE_NAME}, {LICENCE_ADDRESS}",
    )
    for row in rows:
        feed.add_item(
            title=row.name,
            link=request.build_absolute_uri(linked(row.get_absolute_url(), day)),
            description="",
            summary=getattr(row, "summary", None),
            unique_id=request.build_absolute_uri(reverse(f"api:{what.record}", args=[row.pk])),
            updateddate=row.updated_at,
            categories=[pick(sector) for sector in getattr(row, "sector_list", ())],
        )
    return feed


feed_patterns = [
    path(gettext_lazy("clusters.atom"), clusters_atom, name="clusters_atom"),
    path(gettext_lazy("organisations.atom"), organisations_atom, name="organisations_atom"),
]
