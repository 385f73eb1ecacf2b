"""The frame of every answer of the API: English errors, reading from anywhere, conditional requests."""

from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from doors.api.conditional import Version, answer_conditionally, not_modified, version_of
from doors.api.headers import preflight, with_headers
from doors.api.problems import PROBLEM, Gone, QueryRefused
from doors.api.walking import CURSOR
from doors.filtersets import StrictFilterSet, nearest
from doors.licence import LICENCE_ADDRESS

#: More digits than this are no id of PostgreSQL's bigint.
LONGEST_ID = 18


class PublicAnswer(APIView):
    """Read-only, for everyone, from any web page; an unchanged answer is not sent twice."""

    http_method_names = ["get", "head", "options"]
    #: Whether the answer follows from its address, the day and what is published, so that nothing need be looked up
    #: for somebody who has it already.
    follows_edition: ClassVar[bool] = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Texts of the API are English whatever the language of the pages; data has both."""
        # Read before the answer is made: the answer may be newer than it says of itself, and never older.
        version = version_of(request) if self.follows_edition else None
        if version and (known := not_modified(request, version)):
            return with_headers(known)
        request.data_as_of = version.data_as_of if version else None  # type: ignore[attr-defined]
        with translation.override("en"):
            response: Any = super().dispatch(request, *args, **kwargs)
        response.add_post_render_callback(partial(_conditionally, request, version))
        return response  # type: ignore[no-any-return]

    def options(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> Response:  # type: ignore[override]
        """What another site's script may ask for."""
        return Response(status=HTTPStatus.NO_CONTENT, headers=preflight(self.allowed_methods))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Headers of every answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Link", f'<{LICENCE_ADDRESS}>; rel="license"')
        response.headers.setdefault("Content-Language", "nb, en" if response.status_code == HTTPStatus.OK else "en")
        return with_headers(response)


def _conditionally(request: HttpRequest, version: Version | None, response: HttpResponse) -> HttpResponseBase:
    return with_headers(answer_conditionally(request, response, version))


def answered(filterset: StrictFilterSet) -> StrictFilterSet:
    """The same FilterSet when its query string can be answered. Raises QueryRefused when it cannot."""
    if filterset.problems:
        raise QueryRefused(filterset.problems)
    return filterset


class RecordFilterSet(StrictFilterSet):
    """A single record without parameters of its own."""

    paging = ()


class Records(PublicAnswer, ReadOnlyModelViewSet[Any]):
    """A list of records and each record by itself, both narrowed by a FilterSet."""

    list_filterset: ClassVar[type[StrictFilterSet]] = StrictFilterSet
    record_filterset: ClassVar[type[StrictFilterSet]] = RecordFilterSet
    record_serializer_class: ClassVar[Any] = None
    lookup_url_kwarg = "key"
    #: What a record is called in an error.
    noun = "record"
    #: What the key in its address is, for the schema.
    key_help = "The record's key."
    #: Whether a record may have had another key, which then answers with 301.
    moves = False
    #: Whether a missing key is answered with the nearest one: for short lists.
    suggests = True

    @classmethod
    def listed(cls) -> Any:
        """The view of the list."""
        return cls.as_view({"get": "list"})

    @classmethod
    def single(cls) -> Any:
        """The view of each record by itself."""
        return cls.as_view({"get": "retrieve"})

    @property
    def filterset_class(self) -> type[StrictFilterSet]:
        """The translator of the query string of this kind of answer."""
        return self.list_filterset if self.action == "list" else self.record_filterset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows the query string asks for, in order."""
        self.filterset = self.filterset_class(self.request.query_params, queryset=queryset)
        if self.action == "list":
            self.filterset.paging = (*self.filterset.paging, CURSOR)
        return answered(self.filterset).qs

    def get_serializer_class(self) -> Any:
        """A record by itself may say more than its row in a list."""
        in_full = self.action == "retrieve" and self.record_serializer_class
        return in_full or super().get_serializer_class()

    def retrieve(self, request: Request, key: str | int) -> Response:
        """The record, or the way to where it has moved."""
        key = str(key)
        records = self.filter_queryset(self.get_queryset())
        found = self.named(records, key).first()
        if found is not None:
            return Response(self.get_serializer(found).data)
        if address := self.moved_to(key):
            return moved(request, address)
        if self.was(key):
            raise Gone(self.noun, key)
        raise NotFound(self.missing(records, key))

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """The record with the key of its address."""
        return records.filter(**{self.lookup_field: key})

    def moved_to(self, _key: str) -> str | None:
        """The address of today of a record that has changed its key."""
        return None

    def was(self, _key: str) -> bool:
        """Whether there was a record with the key that has been withdrawn."""
        return False

    def missing(self, records: QuerySet[Any], key: str) -> str:
        """That there is no such record, with the nearest key."""
        keys = records.order_by().values_list(self.lookup_field, flat=True) if self.suggests else ()
        near = nearest(key, (str(known) for known in keys))
        return f"There is no {self.noun} “{key[:80]}”." + (f" Did you mean “{near}”?" if near else "")


def moved(request: Request, address: str) -> Response:
    """301 to the address, with the query string it was asked with, which the body says as well."""
    query = request.META.get("QUERY_STRING", "")
    location = request.build_absolute_uri(f"{address}?{query}" if query else address)
    status = HTTPStatus.MOVED_PERMANENTLY
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": f"It stands at {location} now."}
    return Response(body, status=status, headers={"Location": location}, content_type=PROBLEM)


def key_or_id(records: QuerySet[Any], field: str, key: str) -> QuerySet[Any]:
    """Records whose ``field`` is the key, or else whose id it is."""
    by_field = records.filter(**{field: key})
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    return by_field | records.filter(pk=int(key)) if is_id else by_field
