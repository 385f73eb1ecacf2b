"""The public pages. A view hands the query string to its FilterSet and the answer to a template."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusters.choices import Footprint
from clusters.facets import CLUSTER_TALLIES, ORGANISATION_TALLIES
from clusters.filtersets import (
    ClusterFilterSet,
    ClusterRecordFilterSet,
    OrganisationFilterSet,
    OrganisationRecordFilterSet,
    RegionPageFilterSet,
    RegistryFilterSet,
)
from clusters.listing import Listing
from clusters.models import Cluster, Organisation
from clusters.overview import Overview, ProgrammeFacts
from clusters.profiles import ClusterProfile, OrganisationProfile
from clusters.region_profiles import RegionIndex, RegionProfile
from regions.models import Region
from regions.nearest import nearest_code

#: The code of Norway, whose page is the list of counties.
WHOLE_COUNTRY = "NO"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: search, the programme in numbers, counties, latest changes."""
    filterset = ClusterRecordFilterSet(request.GET, queryset=Cluster.objects.all())
    return _page(request, "home", filterset, {"overview": Overview(filterset.day)})


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
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """One cluster; an old slug leads to its page of today."""
    published = Cluster.objects.published()
    if not published.filter(slug=slug).exists():
        moved_to = published.filter(names__slug=slug).first()
        return _moved(request, moved_to)
    filterset = ClusterRecordFilterSet(request.GET, queryset=published)
    found = _the_one(filterset, slug=slug)
    if found is None:
        context = {"cluster": published.get(slug=slug), "day": filterset.day, "section": "clusters"}
        return render(request, "clusters/not_yet.html", context, status=404)
    return _page(
        request, "cluster", filterset, {"profile": ClusterProfile(found, filterset.day), "section": "clusters"}
    )


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation; one that has merged leads to what it became."""
    merged = Organisation.objects.filter(pk=pk, merged_into__isnull=False).select_related("merged_into").first()
    if merged:
        return _moved(request, merged.merged_into)
    filterset = OrganisationRecordFilterSet(request.GET, queryset=Organisation.objects.all())
    found = _the_one(filterset, pk=pk)
    if found is None:
        raise Http404
    profile = OrganisationProfile(found, filterset.day)
    return _page(request, "organisation", filterset, {"profile": profile, "section": "organisations"})


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
def data(request: HttpRequest) -> HttpResponse:
    """Open data: files, API, licence and how things are counted."""
    return render(request, "clusters/data.html", {"section": "data"})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the registry is, and how to report a fault."""
    return render(request, "clusters/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "clusters/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people and visitors."""
    return render(request, "clusters/privacy.html")


def _list(request: HttpRequest, name: str, listing: Listing) -> HttpResponse:
    if listing.filterset.names_today:
        return redirect(_undated(request))
    if listing.destination:
        return redirect(listing.destination)
    context = {"listing": listing, "section": name}
    return render(request, f"clusters/{name}.html", context, status=listing.status)


def _page(request: HttpRequest, name: str, filterset: RegistryFilterSet, context: dict[str, Any]) -> HttpResponse:
    """A page about one thing on a day, or what is wrong with its query string."""
    if filterset.problems:
        return render(request, "400.html", {"problems": filterset.problems}, status=400)
    if filterset.names_today:
        return redirect(_undated(request))
    dated = f"as_of={filterset.day.isoformat()}" if filterset.data.get("as_of") else ""
    return render(request, f"clusters/{name}.html", {"day": filterset.day, "dated": dated, **context})


def _footprint(filterset: RegistryFilterSet) -> list[tuple[str, str]]:
    """The choice of footprint as a form carries it along, where it is one."""
    in_force = filterset.footprint_in_force
    return [] if in_force == Footprint.SEAT else [("footprint", in_force)]


def _undated(request: HttpRequest) -> str:
    """The address without the day: a page shows today of itself, and its address is to stay so tomorrow."""
    query = request.GET.copy()
    del query["as_of"]
    return f"{request.path}{'?' if query else ''}{query.urlencode()}"


def _the_one(filterset: RegistryFilterSet, **named: Any) -> Any:
    start: Any = filterset.start()
    return start.filter(**named).with_places(filterset.day).first()


def _moved(request: HttpRequest, record: Any) -> HttpResponse:
    if record is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{record.get_absolute_url()}{'?' if query else ''}{query}", permanent=True)
