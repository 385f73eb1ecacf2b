"""The public pages. A view hands the query string to its FilterSet and the answer to a template."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusters.addresses import cluster_of_today, is_deleted, is_gone, linked, moved, organisation_of_today
from clusters.alumni import AlumniFilterSet, AlumniListing
from clusters.blocks import blocks_of
from clusters.choices import Footprint
from clusters.choosing import Choice, CompareFilterSet
from clusters.county_map import ClusterMapFilterSet, CountyMap
from clusters.facets import CLUSTER_TALLIES, ORGANISATION_TALLIES
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.linked.pages import cluster_data, organisation_data, registry_data, site_data
from clusters.listing import Listing
from clusters.models import Cluster, Organisation
from clusters.open_data import open_data
from clusters.overview import Overview, ProgrammeFacts
from clusters.profiles import ClusterProfile, OrganisationProfile
from clusters.record_filtersets import (
    ClusterPageFilterSet,
    ClusterRecordFilterSet,
    OrganisationRecordFilterSet,
    RegionPageFilterSet,
)
from clusters.region_profiles import RegionIndex, RegionProfile
from clusters.shared_listing import SharedFilterSet, SharedMembers
from clusters.statistics import citations
from clusters.statistics.declared import BY_NAME
from clusters.statistics.figures import FigureRefused
from clusters.statistics.page import Statistics
from doors.api.conditional import edition_of
from doors.asking import asked_for
from doors.keeping import follows_edition
from regions.models import Region
from regions.nearest import nearest_code

#: The code of Norway, whose page is the list of counties.
WHOLE_COUNTRY = "NO"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: search, the programme in numbers, counties, latest changes."""
    filterset = ClusterRecordFilterSet(request.GET, queryset=Cluster.objects.all())
    asked = ClusterMapFilterSet(request.GET, queryset=Cluster.objects.all())
    county_map = CountyMap(asked, {"region": CLUSTER_TALLIES["region"]}, "clusters")
    context = {"overview": Overview(filterset.day), "map": county_map, "linked": site_data(request)}
    return _page(request, "home", filterset, context)


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """The catalogue of clusters."""
    filterset = ClusterFilterSet(request.GET, queryset=Cluster.objects.all())
    return _list(request, "clusters", Listing(filterset, CLUSTER_TALLIES, "clusters"))


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The catalogue of organisations."""
    filterset = OrganisationFilterSet(request.GET, queryset=Organisation.objects.all())
    return _list(request, "organisations", Listing(filterset, ORGANISATION_TALLIES, "organisations"))


@require_safe
def county_map(request: HttpRequest) -> HttpResponse:
    """The clusters by county: a map with the same filters as the catalogue, and a table that says the same."""
    filterset = ClusterMapFilterSet(request.GET, queryset=Cluster.objects.all())
    return _list(request, "map", CountyMap(filterset, CLUSTER_TALLIES, "clusters"))


@require_safe
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """One cluster; an old slug leads to its page of today."""
    published = Cluster.objects.published()
    if not published.filter(slug=slug).exists():
        return _elsewhere(request, slug)
    filterset = ClusterPageFilterSet(request.GET, queryset=published)
    found = _the_one(filterset, slug=slug)
    if found is None:
        context = {"cluster": published.get(slug=slug), "day": filterset.day, "section": "clusters"}
        return render(request, "clusters/not_yet.html", context, status=404)
    profile = ClusterProfile(found, filterset.day, filterset.kinds)
    carried = [("kind", kind) for kind in filterset.kinds]
    context = {"profile": profile, "linked": cluster_data(request, found), "section": "clusters", "carried": carried}
    return _page(request, "cluster", filterset, {**context, "blocks": blocks_of(found, filterset.day)})


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation; one that has merged leads to what it became."""
    merged = Organisation.objects.filter(pk=pk, merged_into__isnull=False).select_related("merged_into").first()
    if merged:
        return _moved(request, organisation_of_today(merged))
    filterset = OrganisationRecordFilterSet(request.GET, queryset=Organisation.objects.all())
    found = _the_one(filterset, pk=pk)
    if found is None and is_deleted(Organisation, "organisation", str(pk)):
        return _gone(request, "organisations")
    if found is None:
        raise Http404
    profile = OrganisationProfile(found, filterset.day)
    context = {"profile": profile, "linked": organisation_data(request, found), "section": "organisations"}
    return _page(request, "organisation", filterset, {**context, "blocks": blocks_of(found, filterset.day)})


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """The counties of a day with their clusters, and those of other eras on their ground."""
    filterset = RegionPageFilterSet(request.GET, queryset=Cluster.objects.all())
    index = RegionIndex(filterset.day, filterset.footprint_in_force, timezone.localdate())
    return _page(request, "regions", filterset, {"index": index, "carried": _footprint(filterset)})


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """A county or municipality of any era: its history and its clusters."""
    if code == WHOLE_COUNTRY:
        return redirect("clusters:regions")
    if "\x00" in code:  # no text of the database can be that
        raise Http404
    filterset = RegionPageFilterSet(request.GET, queryset=Cluster.objects.all())
    found = Region.objects.named(code, filterset.day)
    if found is None:
        near = Region.objects.named(nearest_code(code, filterset.day), filterset.day)
        return render(request, "clusters/no_such_region.html", {"code": code, "near": near}, status=404)
    profile = RegionProfile(found, filterset.day, filterset.footprint_in_force, timezone.localdate())
    return _page(request, "region", filterset, {"profile": profile, "carried": _footprint(filterset)})


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The programme: tiers, owners, history, money."""
    filterset = ClusterRecordFilterSet(request.GET, queryset=Cluster.objects.all())
    return _page(request, "programme", filterset, {"facts": ProgrammeFacts(filterset.day), "section": "programme"})


@require_safe
def alumni(request: HttpRequest) -> HttpResponse:
    """Clusters that have left the programme."""
    filterset = AlumniFilterSet(request.GET, queryset=Cluster.objects.all())
    return _list(request, "alumni", AlumniListing(filterset, CLUSTER_TALLIES, "clusters"), section="programme")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four clusters side by side, or a form to choose them; an old slug leads to the one of today."""
    filterset = CompareFilterSet(request.GET, queryset=Cluster.objects.all())
    if untidy := _untidy(request, filterset):
        return untidy
    if filterset.renamed:
        return redirect(f"{request.path}?{filterset.renamed}", permanent=True)
    context = {"choice": Choice(filterset), "section": "clusters", "day": filterset.day, "dated": filterset.dated}
    shown = context if filterset.problems else asked_for(context)
    return render(request, "clusters/compare.html", shown, status=400 if filterset.problems else 200)


@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """Which clusters share members and sectors, as a matrix and a table."""
    filterset = SharedFilterSet(request.GET, queryset=Cluster.objects.all())
    return _list(request, "shared", SharedMembers(filterset, CLUSTER_TALLIES, "clusters"), section="clusters")


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The registry in numbers, on a day and by year."""
    filterset = RegionPageFilterSet(request.GET, queryset=Cluster.objects.all())
    context = {"statistics": Statistics(filterset), "section": "statistics", "carried": _footprint(filterset)}
    return _page(request, "statistics", filterset, context)


@require_safe
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One figure by itself, with what there is to copy of it."""
    if name not in BY_NAME:
        raise Http404
    try:
        table = BY_NAME[name].answer(request.GET)
    except FigureRefused as error:
        return render(request, "400.html", {"problems": error.problems}, status=400)
    if request.GET.get("as_of") and table.day == timezone.localdate():
        return redirect(_undated(request))
    citation = citations.cite(table)
    context = {
        "carried": [
            (name, value) for name, values in QueryDict(table.query).lists() for value in values if name != "as_of"
        ],
        "citation": citation,
        "citation_text": citation.text(table.title, request.build_absolute_uri(citation.address)),
        "day": table.day,
        "dated": f"as_of={table.day.isoformat()}" if request.GET.get("as_of") else "",
        "section": "statistics",
        "table": table,
    }
    return render(request, "clusters/figure.html", asked_for(context))


@require_safe
def citation(request: HttpRequest, token: str) -> HttpResponse:
    """A figure as it was cited, beside what the registry counts today for the same question."""
    try:
        cited = citations.read(token)
        figure = BY_NAME[cited.figure]
    except (citations.CitationRefused, KeyError):
        return render(request, "clusters/citation_refused.html", {"section": "statistics"}, status=404)
    table = citations.counted_today(cited, figure)
    title = table.title if table else str(figure.title)
    context = {
        "citation": cited,
        "citation_text": cited.text(title, request.build_absolute_uri()),
        "columns": citations.cited_columns(cited, table),
        "differences": citations.differences(cited, table),
        "figure": figure,
        "rows": citations.cited_rows(cited, table),
        "section": "statistics",
        "table": table,
        "title": title,
    }
    return render(request, "clusters/citation.html", asked_for(context))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Open data: files, API, licence and how things are counted."""
    context = {"section": "data", "linked": registry_data(request), **open_data(request)}
    return render(request, "clusters/data.html", context)


def _list(request: HttpRequest, name: str, listing: Listing, section: str = "") -> HttpResponse:
    # Read before the rows are: what is kept of them may be newer than it says, and never older.
    edition = listing.filterset.edition = edition_of(request)
    if listing.destination:
        return redirect(listing.destination)
    if untidy := _untidy(request, listing.filterset):
        return untidy
    context = {"listing": listing, "edition": edition, "section": section or name}
    # Of a question that cannot be answered only what is wrong with it is shown.
    shown = context if listing.problems else asked_for(context)
    return follows_edition(render(request, f"clusters/{name}.html", shown, status=listing.status))


def _page(request: HttpRequest, name: str, filterset: RegistryFilterSet, context: dict[str, Any]) -> HttpResponse:
    """A page about one thing on a day, or what is wrong with its query string."""
    if filterset.problems:
        return render(request, "400.html", {"problems": filterset.problems}, status=400)
    if untidy := _untidy(request, filterset):
        return untidy
    dated = f"as_of={filterset.day.isoformat()}" if filterset.data.get("as_of") else ""
    shown = asked_for({"day": filterset.day, "dated": dated, **context})
    return follows_edition(render(request, f"clusters/{name}.html", shown))


def _footprint(filterset: RegistryFilterSet) -> list[tuple[str, str]]:
    """The choice of footprint as a form carries it along, where it is one."""
    in_force = filterset.footprint_in_force
    return [] if in_force == Footprint.SEAT else [("footprint", in_force)]


def _untidy(request: HttpRequest, filterset: RegistryFilterSet) -> HttpResponse | None:
    """The way to the address that says no more than it must, which is the one to keep; None for that one itself."""
    tidy = filterset.tidy_query
    return None if tidy == request.GET.urlencode() else redirect(linked(request.path, tidy))


def _undated(request: HttpRequest) -> str:
    """The address without the day: a page shows today of itself, and its address is to stay so tomorrow."""
    query = request.GET.copy()
    del query["as_of"]
    return linked(request.path, query.urlencode())


def _the_one(filterset: RegistryFilterSet, **named: Any) -> Any:
    start: Any = filterset.start()
    return start.filter(**named).with_places(filterset.day).first()


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to the cluster that once had the slug, or that it is gone. Raises Http404 for one that never was."""
    found = cluster_of_today(slug)
    return _gone(request, "clusters") if found is None and is_gone(slug) else _moved(request, found)


def _gone(request: HttpRequest, section: str) -> HttpResponse:
    """That there was a record at the address."""
    return render(request, "clusters/withdrawn.html", {"section": section}, status=HTTPStatus.GONE)


def _moved(request: HttpRequest, record: Any) -> HttpResponse:
    if record is None:
        raise Http404
    return moved(request, record.get_absolute_url())
