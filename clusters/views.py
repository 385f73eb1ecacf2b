"""The public pages. A view hands the query string to its FilterSet and the answer to a template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clusters.facets import cluster_facets, organisation_facets
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet
from clusters.listing import Listing
from clusters.models import Cluster, Organisation


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "clusters/home.html", {})


def clusters(request: HttpRequest) -> HttpResponse:
    """The catalogue of clusters."""
    filterset = ClusterFilterSet(request.GET, queryset=Cluster.objects.all())
    listing = Listing(filterset, cluster_facets)
    return render(request, "clusters/clusters.html", {"listing": listing}, status=listing.status)


def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """One cluster."""
    return render(request, "clusters/home.html", {})


def organisations(request: HttpRequest) -> HttpResponse:
    """The catalogue of organisations."""
    filterset = OrganisationFilterSet(request.GET, queryset=Organisation.objects.all())
    listing = Listing(filterset, organisation_facets)
    return render(request, "clusters/organisations.html", {"listing": listing}, status=listing.status)


def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation."""
    return render(request, "clusters/home.html", {})


def programme(request: HttpRequest) -> HttpResponse:
    """The programme."""
    return render(request, "clusters/home.html", {})


data = about = accessibility = privacy = programme
