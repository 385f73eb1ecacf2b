"""The frame of every answer of the API: English errors, reading from anywhere, conditional requests."""

from collections.abc import Hashable
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from doors.api.built import Built, BuiltJSONRenderer
from doors.api.choosing import FIELDS, choosing
from doors.api.compiling import Scope, built
from doors.api.conditional import Version, answer_conditionally, not_modified, version_of
from doors.api.headers import preflight, with_headers
from doors.api.keys import Key
from doors.api.pagination import Asked, ListStatement, Pages
from doors.api.problems import PROBLEM, Gone, QueryRefused, details, valueless
from doors.api.rows import QueryRows, Rows
from doors.api.statements import Kept, Slot, Statement, compiled
from doors.api.walking import CURSOR
from doors.filtersets import StrictFilterSet, nearest
from doors.keeping import follows_edition
from doors.licence import LICENCE_ADDRESS
from published.models import Action, PublishedChange

#: The lists that are asked for at this time.
LISTS: Kept[ListStatement] = Kept()
RECORDS: Kept[Statement] = Kept()


class PublicAnswer(APIView):
    """Read-only, for everyone, from any web page; an unchanged answer is not sent twice."""

    http_method_names = ["get", "head", "options"]
    #: Whether the answer follows from its address, the day and what is published, so that nothing need be looked up
    #: for somebody who has it already.
    follows_edition: ClassVar[bool] = True
    #: Parameters that may stand without a value.
    may_be_empty: ClassVar[tuple[str, ...]] = ()

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

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises QueryRefused for parameters without a value: forms send them, programs lose them."""
        super().initial(request, *args, **kwargs)
        if found := valueless(request.query_params, self.may_be_empty):
            raise QueryRefused(found)

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
    answer = with_headers(answer_conditionally(request, response, version))
    return follows_edition(answer) if version else answer


def answered(filterset: StrictFilterSet) -> StrictFilterSet:
    """The same FilterSet when its query string can be answered. Raises QueryRefused when it cannot."""
    if filterset.problems:
        raise QueryRefused(filterset.problems)
    return filterset


class RecordFilterSet(StrictFilterSet):
    """A single record without parameters of its own."""

    paging = ()


class Records(PublicAnswer, ReadOnlyModelViewSet[Any]):
    """A list of records and each record by itself, both narrowed by a FilterSet, in JSON that PostgreSQL builds."""

    renderer_classes = (BuiltJSONRenderer,)
    list_filterset: ClassVar[type[StrictFilterSet]] = StrictFilterSet
    record_filterset: ClassVar[type[StrictFilterSet]] = RecordFilterSet
    record_serializer_class: ClassVar[Any] = None
    #: Rows of other tables that the serializers tell of: for each, its name among the model's relations and its order.
    related: ClassVar[tuple["Prefetch[str]", ...]] = ()
    lookup_url_kwarg = "key"
    #: What a record is called in an error.
    noun = "record"
    #: What the stream of changes calls it, where that is another word.
    resource = ""
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
        is_list = self.action == "list"
        filterset = self.list_filterset if is_list else self.record_filterset
        return choosing(filterset, self.get_serializer_class(), self.resource or self.noun if is_list else "")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows the query string asks for, in order."""
        return self.read(queryset).qs

    def read(self, queryset: QuerySet[Any]) -> StrictFilterSet:
        """The query string about the rows, which can be answered. Raises QueryRefused."""
        self.filterset = self.filterset_class(self.request.query_params, queryset=queryset)
        if self.action == "list":
            self.filterset.paging = (*self.filterset.paging, CURSOR)
        return answered(self.filterset)

    def get_serializer_class(self) -> Any:
        """A record by itself may say more than its row in a list."""
        in_full = self.action == "retrieve" and self.record_serializer_class
        return in_full or super().get_serializer_class()

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """With the fields that are asked for; with all of them unless some are."""
        serializer: Any = super().get_serializer(*args, **kwargs)
        filterset = getattr(self, "filterset", None)
        asked = filterset.form.cleaned_data[FIELDS] if filterset else ()
        for name in [name for name in serializer.fields if name not in asked] if asked else ():
            del serializer.fields[name]
        return serializer

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """A page of the rows."""
        listed: ListStatement = LISTS.get(self.question(), self.list_statement)
        return Response(Built(Pages().answer(request, listed, self.slots())))

    def list_statement(self) -> ListStatement:
        """What the query string asks for, put together. Raises QueryRefused."""
        rows = self.rows(self.read(self.get_queryset()))
        return ListStatement.of(Asked.read(self.request), rows, self.told, tuple(self.slots()))

    def rows(self, filterset: Any) -> Rows:
        """The rows of the list, page by page."""
        return QueryRows(filterset.qs)

    def slots(self) -> dict[Slot, Any]:
        """Values of the address that the kept statement has slots for."""
        return {}

    def slotted(self) -> set[str]:
        """The parameters that the slots stand for."""
        return {CURSOR}

    def question(self) -> tuple[Hashable, ...]:
        """Whatever the statement rests on, but for what its slots are filled with."""
        query = self.request.query_params.copy()
        for name in self.slotted() & query.keys():
            query.setlist(name, [""] * len(query.getlist(name)))
        edition = getattr(self.request, "edition", None)
        site = self.request.build_absolute_uri("/")
        return type(self), self.action, tuple(self.slots()), query.urlencode(), edition, timezone.localdate(), site

    def told(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """The records with ``built``: what the serializer says of each."""
        scope = Scope(self.request, getattr(self.filterset, "day", None), parts=self.parts())
        told: QuerySet[Any] = records.annotate(built=built(self.get_serializer(), scope))
        return told

    def parts(self) -> dict[str, QuerySet[Any]]:
        """The rows behind each list in a record, by the field's source."""
        relations: Any = {part.prefetch_to: part.queryset for part in self.related}
        fields: Any = self.get_queryset().model._meta
        return {
            name: rows.filter(**{fields.get_field(name).field.name: OuterRef("pk")}) for name, rows in relations.items()
        }

    def retrieve(self, request: Request, key: str | int) -> Response:
        """The record, or the way to where it has moved."""
        text = self.record(str(key))
        if text is not None:
            return Response(Built(text))
        return self.elsewhere(request, str(key))

    def record(self, key: str) -> str | None:
        """The record as JSON, None where there is none with the key."""
        named = Key(key)
        if self.lookup_field == "pk" and not named.is_id:
            return None
        question = (*self.question(), named.is_id)
        statement = RECORDS.get(question, partial(self.record_statement, named))
        found = statement.row(named.slots)
        return found[0] if found else None

    def record_statement(self, key: Key) -> Statement:
        """The record with any such key, put together. Raises QueryRefused."""
        records = self.filter_queryset(self.get_queryset())
        rows = self.told(self.named(records, key.mark)).annotate(text=Cast("built", TextField()))
        return Statement.of(*compiled(rows.values("text")[:1]), slots=tuple(key.slots))

    def elsewhere(self, request: Request, key: str) -> Response:
        """The way to where the record has moved. Raises Gone or NotFound where there is none."""
        if address := self.moved_to(key):
            return moved(request, address, self.merged_into(key))
        if self.was(key):
            raise Gone(self.noun, key)
        raise NotFound(self.missing(self.filter_queryset(self.get_queryset()), key))

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """The record with the key of its address."""
        return records.filter(**{self.lookup_field: key})

    def moved_to(self, _key: str) -> str | None:
        """The address of today of a record that has changed its key."""
        return None

    def merged_into(self, _key: str) -> int | None:
        """The id of the record that the one with the key was merged into; None where it only moved."""
        return None

    def was(self, key: str) -> bool:
        """Whether there was a record with the key that is gone, as the stream of changes tells everybody."""
        named = Key(key)
        by_key = Q(record_id=int(key)) if named.is_id and self.lookup_field == "pk" else Q(key=key)
        gone = PublishedChange.objects.filter(by_key, resource=self.resource or self.noun)
        return gone.filter(action__in=(Action.REMOVED, Action.WITHDRAWN)).exists()

    def missing(self, records: QuerySet[Any], key: str) -> str:
        """That there is no such record, with the nearest key."""
        keys = records.order_by().values_list(self.lookup_field, flat=True) if self.suggests else ()
        near = nearest(key, (str(known) for known in keys))
        return f"There is no {self.noun} “{key[:80]}”." + (f" Did you mean “{near}”?" if near else "")


def moved(request: Request, address: str, merged_into: int | None = None) -> Response:
    """301 to the address, with the query string it was asked with, which the body says as well.

    ``merged_into`` is the id of the record that stands there, where the one asked for was merged into it.
    """
    query = request.META.get("QUERY_STRING", "")
    location = request.build_absolute_uri(f"{address}?{query}" if query else address)
    status = HTTPStatus.MOVED_PERMANENTLY
    detail = f"It was merged into {location}." if merged_into else f"It stands at {location} now."
    body = {**details(status, detail), **({"merged_into": merged_into} if merged_into else {})}
    return Response(body, status=status, headers={"Location": location}, content_type=PROBLEM)
