"""Clusters and organisations as JSON, Turtle and JSON-LD at one address; the catalogue of data, and our own words."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response

from clusters.api.views import ClusterViews, OrganisationViews
from clusters.linked.catalogue import Catalogue
from clusters.linked.clusters import cluster_document
from clusters.linked.organisations import organisation_document
from clusters.linked.terms import terms_document
from clusters.profiles import ClusterProfile, OrganisationProfile
from doors.api.built import BuiltJSONRenderer
from doors.api.linked import FORMS, ByPreference, JsonLdRenderer, LinkedRenderer, OnlyForm, PageRenderer, TurtleRenderer
from doors.api.views import PublicAnswer, RecordFilterSet, Records, answered
from doors.linked import LinkedDocument
from programmes.models import Tier


class Described(Records):
    """Records that are given as linked data, too."""

    renderer_classes = (BuiltJSONRenderer, TurtleRenderer, JsonLdRenderer)  # type: ignore[assignment]
    content_negotiation_class = ByPreference
    #: What the address ends with instead of a slash, where it names the form.
    ending = ""

    @classmethod
    def formed(cls, ending: str) -> Any:
        """The view of each record by itself in the form that the address ends with."""
        only = {"renderer_classes": [FORMS[ending]], "content_negotiation_class": OnlyForm}
        return cls.as_view({"get": "retrieve"}, **only, ending=ending, schema=None)

    def retrieve(self, request: Request, key: str | int) -> Response:
        """The record as it is preferred, or the way to where it has moved."""
        if not isinstance(request.accepted_renderer, LinkedRenderer):
            return super().retrieve(request, key)
        filterset: Any = answered(self.record_filterset(request.query_params, queryset=self.get_queryset()))
        records: Any = self.named(filterset.start(), str(key))
        found = records.with_places(filterset.day).first()
        if found is None:
            return self.elsewhere(request, str(key))
        return Response(self.described(found, filterset.day))

    def described(self, found: Any, day: Any) -> LinkedDocument:
        """The record as linked data."""
        raise NotImplementedError

    def moved_to(self, key: str) -> str | None:
        """Where the record is today, in the form of this address."""
        address = super().moved_to(key)
        return f"{address.removesuffix('/')}{self.ending}" if address and self.ending else address


class ClusterRecord(Described, ClusterViews):
    """A cluster."""

    __doc__ = ClusterViews.__doc__

    def described(self, found: Any, day: Any) -> LinkedDocument:
        """Its whole history."""
        return cluster_document(self.request, ClusterProfile(found, day))


class OrganisationRecord(Described, OrganisationViews):
    """An organisation."""

    __doc__ = OrganisationViews.__doc__

    def described(self, found: Any, day: Any) -> LinkedDocument:
        """With its memberships through time."""
        return organisation_document(self.request, OrganisationProfile(found, day))


class Document(PublicAnswer):
    """A document about the registry itself. Who prefers a page is shown the one about open data."""

    renderer_classes = [TurtleRenderer, JsonLdRenderer, PageRenderer]
    content_negotiation_class = ByPreference
    filterset_class = RecordFilterSet
    queryset: ClassVar[QuerySet[Any]] = Tier.objects.none()
    schema = None

    def get(self, request: Request) -> Response:
        """The document, or the way to the page."""
        answered(self.filterset_class(request.query_params, queryset=self.queryset))
        if isinstance(request.accepted_renderer, PageRenderer):
            with translation.override("nb"):
                return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": reverse("clusters:data")})
        return Response(self.document(request))

    def document(self, request: Request) -> LinkedDocument:
        """What is said."""
        raise NotImplementedError


class CatalogueView(Document):
    """The catalogue of the registry's data. A new snapshot stands in it although nothing published has changed."""

    follows_edition = False

    def document(self, request: Request) -> LinkedDocument:
        """By DCAT-AP-NO."""
        return Catalogue(request).document


class TermsView(Document):
    """The registry's own words."""

    def document(self, request: Request) -> LinkedDocument:
        """As a vocabulary."""
        return terms_document(request)


def _document_patterns(name: str, view: type[Document]) -> list[URLPattern]:
    formed = [
        path(
            f"{name}{ending}",
            view.as_view(renderer_classes=[form], content_negotiation_class=OnlyForm),
            name=f"{name}{ending}",
        )
        for ending, form in FORMS.items()
    ]
    return [path(name, view.as_view(), name=name), *formed]


record_patterns = [
    path(f"{plural}/<slug:key>{ending}", view.formed(ending), name=f"{noun}{ending}")
    for plural, noun, view in (
        ("clusters", "cluster", ClusterRecord),
        ("organisations", "organisation", OrganisationRecord),
    )
    for ending in FORMS
]
document_patterns = (
    [*_document_patterns("catalogue", CatalogueView), *_document_patterns("terms", TermsView)],
    "linked",
)
