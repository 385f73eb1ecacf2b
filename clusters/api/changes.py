"""What changed, in the API: one ordered stream that can be left at any point and taken up again."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Func, IntegerField, QuerySet, Subquery
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api.pagination import DEFAULT_SIZE, in_utc
from doors.api.problems import QueryRefused
from doors.api.views import PublicAnswer, answered
from doors.api.walking import BEGINNING, CURSOR
from doors.filtersets import SHOWN, CodesFilter, Problem, StrictFilterSet, StrictForm
from published.models import Action, PublishedChange
from published.positions import Position
from published.querysets import current_horizon

LARGEST_SIZE = 1000
#: So many further changes are counted at most.
MOST_COUNTED = 10_000
#: The lists of the API whose records the stream tells of, by the name of one record.
RESOURCES = {
    "cluster": "clusters",
    "organisation": "organisations",
    "membership": "memberships",
    "tier": "tiers",
    "programme": "programmes",
    "owner": "owners",
    "appropriation": "appropriations",
    "effect": "effects",
    "grant": "grants",
    "indicator": "indicators",
    "observation": "observations",
    "project": "projects",
    "region": "regions",
    "sector": "sectors",
}
#: Records whose id is in their address; a slug may be another one's by now.
BY_ID = {"cluster", "organisation", "membership"}


class ChangesForm(StrictForm):
    """Where to go on, and how far."""

    cursor = forms.CharField(max_length=40, required=False)
    page_size = forms.IntegerField(min_value=1, max_value=LARGEST_SIZE, initial=DEFAULT_SIZE, required=False)


class ChangesFilterSet(StrictFilterSet):
    """Changes of some resources, or of all."""

    form_class = ChangesForm
    paging = ()
    resource = CodesFilter(method="filter_resource", label="Resource", choices=[(name, name) for name in RESOURCES])

    def filter_resource(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the resources."""
        return queryset.filter(resource__in=value)

    @property
    def position(self) -> Position:
        """The point after which the answer begins. Raises QueryRefused for one that no answer has given."""
        text = self.form.cleaned_data["cursor"] or BEGINNING
        try:
            return Position() if text == BEGINNING else Position.read(text)
        except ValueError:
            message = f"Begin with “{BEGINNING}” and go on with the address in “resume”."
            raise QueryRefused([Problem(CURSOR, text[:SHOWN], message, BEGINNING)]) from None


class Counted(Func):
    """How many rows there are, as far as they are counted."""

    template = "(SELECT count(*) FROM %(expressions)s counted)"
    output_field: Any = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(Subquery(rows.order_by().values("pk")[: MOST_COUNTED + 1]))


class RecordReferenceSerializer(serializers.Serializer[Any]):
    """A record by its id and address."""

    id = serializers.IntegerField()
    url = serializers.URLField()


class ChangeSerializer(serializers.Serializer[PublishedChange]):
    """What one piece of work did to one record."""

    cursor = serializers.SerializerMethodField(help_text="The point after this change, to go on from.")
    recorded_at = serializers.DateTimeField(help_text="When it was written.")
    resource = serializers.ChoiceField(choices=[(name, name) for name in RESOURCES])
    id = serializers.IntegerField(source="record_id", help_text="Of the record.")
    key = serializers.CharField(help_text="What named the record in its address then: its slug, code or id.")
    action = serializers.ChoiceField(
        choices=Action.choices,
        help_text=(
            "`created` also for what came back; after `changed`, `created` or nothing known, read it at `url`. "
            "`merged`, `withdrawn` and `removed` records are in no list any more."
        ),
    )
    fields = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="What differs of a changed record, by the names of its fields."
    )
    url = serializers.SerializerMethodField(help_text="The record in the API; null for one that is gone.")
    merged_into = serializers.SerializerMethodField(help_text="What a merged record became, or null.")

    @extend_schema_field({"type": "string"})
    def get_cursor(self, change: PublishedChange) -> str:
        """A point between two changes."""
        return str(Position(change.position, change.pk))

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, change: PublishedChange) -> str | None:
        """Absolute."""
        if change.action not in {Action.CREATED, Action.CHANGED}:
            return None
        return self._address(change.resource, change.record_id if change.resource in BY_ID else change.key)

    @extend_schema_field(RecordReferenceSerializer(allow_null=True))
    def get_merged_into(self, change: PublishedChange) -> dict[str, Any] | None:
        """Where its facts are now."""
        if change.successor_id is None:
            return None
        return {"id": change.successor_id, "url": self._address(change.resource, change.successor_id)}

    def _address(self, resource: str, key: object) -> str:
        return str(self.context["request"].build_absolute_uri(reverse(f"api:{resource}", args=[key])))


class ChangesSerializer(serializers.Serializer[Any]):
    """Changes in the order they are to be followed."""

    count = serializers.IntegerField(help_text=f"How many there are from here on; {MOST_COUNTED} at most are counted.")
    count_is_exact = serializers.BooleanField(help_text="False where there are more.")
    data_as_of = serializers.DateTimeField(
        allow_null=True,
        help_text=(
            "When anything the registry publishes was last changed. A change is told somewhat later where another one "
            "that began before it is still being made: go on from `resume`, not from this moment."
        ),
    )
    next = serializers.URLField(allow_null=True, help_text="Address of those that follow, null where none does yet.")
    previous = serializers.URLField(allow_null=True, help_text="Always null: the stream is read forwards.")
    resume = serializers.URLField(help_text="Where to ask again later: keep this address.")
    results = ChangeSerializer(many=True)


class Changes(PublicAnswer):
    """What changed of what is published, oldest first, with removals and mergers.

    Keep the address in `resume`, and ask it again whenever you like: no change is missed and none comes twice. What one
    piece of work did to a record is one change. A change is told once nothing that was begun before it can still come.
    """

    filterset_class = ChangesFilterSet
    queryset: ClassVar[Any] = PublishedChange.objects.all()
    serializer_class = ChangesSerializer
    # What can be told depends on who is still writing, too.
    follows_edition = False

    @extend_schema(operation_id="changes")
    def get(self, request: Request) -> Response:
        """At most `page_size` changes after the cursor."""
        filterset: Any = answered(self.filterset_class(request.query_params, queryset=self.queryset))
        start: Position = filterset.position
        size = filterset.form.cleaned_data["page_size"] or DEFAULT_SIZE
        horizon = current_horizon()
        rows = filterset.qs.settled(horizon).after(start)
        found = list(rows.annotate(following=Counted(rows))[: size + 1])
        page = found[:size]
        count = found[0].following if found else 0
        resume = self._from(request, Position(page[-1].position, page[-1].pk) if page else start)
        answer = {
            "count": min(count, MOST_COUNTED),
            "count_is_exact": count <= MOST_COUNTED,
            "data_as_of": in_utc(horizon.changed_at) if horizon.changed_at else None,
            "next": resume if len(found) > size else None,
            "previous": None,
            "resume": resume,
            "results": page,
        }
        return Response(self.serializer_class(answer, context={"request": request}).data)

    def _from(self, request: Request, position: Position) -> str:
        query = request.query_params.copy()
        query[CURSOR] = str(position)
        return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
