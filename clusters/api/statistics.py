"""Statistics in the API: the same figures as on the page, with the question that gives the rows of every number."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from bilingual.api import TextSerializer
from clusters.county_map import ClusterMapFilterSet
from clusters.models import Cluster
from clusters.record_filtersets import RegionPageFilterSet
from clusters.statistics.citations import cite
from clusters.statistics.declared import BY_NAME, FIGURES
from clusters.statistics.figures import FigureRefused
from clusters.statistics.page import Statistics
from clusters.statistics.published import Comparison
from clusters.statistics.questions import OrganisationCountFilterSet
from clusters.statistics.tables import Cell, Row, Table, in_both
from doors.api.problems import QueryRefused
from doors.api.views import PublicAnswer, answered
from doors.filtersets import nearest
from programmes.models import PublishedFigure


@extend_schema_field(OpenApiTypes.NUMBER)
class NumberField(serializers.Field):  # type: ignore[type-arg]
    """A number as it is: a count is whole, a finding of an evaluation may have decimals."""

    def to_representation(self, value: float) -> float:
        """Itself."""
        return value


class CellSerializer(serializers.Serializer[Any]):
    """A number, and where the rows are that it counts."""

    column = serializers.CharField(help_text="Code of the column.")
    value = NumberField(allow_null=True, help_text="Null where there is no such number.")
    query = serializers.CharField(
        allow_null=True, help_text="Query string that gives exactly these rows at `url`; null where there is no list."
    )
    url = serializers.URLField(allow_null=True, help_text="The list in the API with that query.")


class ColumnSerializer(serializers.Serializer[Any]):
    """A column of a figure."""

    code = serializers.CharField()
    name = TextSerializer()


class RowSerializer(serializers.Serializer[Any]):
    """A row of a figure: a tier, county, sector, kind or year."""

    code = serializers.CharField()
    name = TextSerializer()
    is_complete = serializers.BooleanField(help_text="False for a year that is not over on the day.")
    words = serializers.ListField(child=serializers.CharField(), help_text="What the row says beside its numbers.")
    sources = serializers.ListField(
        child=serializers.CharField(), help_text="Where the row's numbers come from; empty where the registry counts."
    )
    cells = CellSerializer(many=True)


class FigureRefSerializer(serializers.Serializer[Any]):
    """A figure as others refer to it."""

    name = serializers.ChoiceField(choices=[(figure.name, figure.name) for figure in FIGURES])
    title = TextSerializer()
    parameters = serializers.ListField(child=serializers.CharField(), help_text="What its address may ask.")
    url = serializers.URLField(help_text="The figure in the API, as of the same day.")


class FigureSerializer(FigureRefSerializer):
    """A figure on a day: what it counts, by which rule, and every number with its rows."""

    html_url = serializers.URLField(help_text="Its page in bokmål, as of the same day.")
    narrowed_to = serializers.ListField(
        child=serializers.CharField(), help_text="What the question narrows it to, in bokmål; empty for the whole."
    )
    unit = TextSerializer()
    rule = TextSerializer(help_text="How it is counted, in words.")
    finding = TextSerializer(help_text="What the numbers say, in a sentence.")
    as_of = serializers.DateField()
    counted = serializers.DateField(help_text="The day of this answer.")
    citation = serializers.URLField(help_text="Address that shows these very numbers for ever.")
    columns = ColumnSerializer(many=True)
    rows = RowSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Comparison]):
    """A figure as somebody published it, beside what the registry counts."""

    as_of = serializers.DateField(source="published.as_of")
    measure = serializers.CharField(source="published.measure")
    bound = serializers.ChoiceField(source="published.bound", choices=PublishedFigure.Bound.choices)
    published = serializers.IntegerField(source="published.value")
    unit = serializers.CharField(source="published.unit")
    counted = serializers.IntegerField(source="counted.value", default=None, allow_null=True)
    assumed = serializers.IntegerField(
        source="assumed.value", default=None, allow_null=True, help_text="How many of these rest on an assumed end."
    )
    query = serializers.CharField(source="counted.query", default=None, allow_null=True)
    gap = serializers.SerializerMethodField(help_text="Why the two differ, as far as it is known.")
    sources = serializers.ListField(source="published.sources", child=serializers.CharField())

    @extend_schema_field(TextSerializer)
    def get_gap(self, row: Comparison) -> dict[str, str]:
        """Both languages."""
        return {"nb": row.published.gap_nb, "en": row.published.gap_en}


class StatisticsSerializer(serializers.Serializer[Any]):
    """The figures of a day; those by county and year and by sector and year have only their addresses here."""

    as_of = serializers.DateField()
    counted = serializers.DateField(help_text="The day of this answer.")
    figures = FigureSerializer(many=True)
    more_figures = FigureRefSerializer(many=True, help_text="Larger figures, each at an address of its own.")
    published = ComparisonSerializer(many=True, help_text="Figures as others published them, until the day.")


class StatisticsView(PublicAnswer):
    """The registry in numbers on a day, today unless `as_of` says another.

    Clusters by tier, county, sector and year, clusters admitted by year, members by kind, and money by year. Every
    number comes with the query that gives exactly the rows it counts. `footprint` says what the counties go by.
    """

    filterset_class = RegionPageFilterSet
    queryset: ClassVar[QuerySet[Any]] = Cluster.objects.all()
    serializer_class = StatisticsSerializer

    @extend_schema(operation_id="statistics")
    def get(self, request: Request) -> Response:
        """Every figure that is short."""
        filterset: Any = answered(self.filterset_class(request.query_params, queryset=self.queryset))
        statistics = Statistics(filterset)
        absolute = request.build_absolute_uri
        answer = {
            "as_of": filterset.day,
            "counted": timezone.localdate(),
            "figures": [_figure(table, absolute) for table in statistics.tables],
            "more_figures": [
                _reference(figure, f"as_of={filterset.day.isoformat()}", absolute)
                for figure in FIGURES
                if figure.is_general and not figure.is_short
            ],
            "published": statistics.published,
        }
        return Response(StatisticsSerializer(answer).data)


class _EveryQuestion(ClusterMapFilterSet):
    """What any figure takes."""

    kind = OrganisationCountFilterSet.base_filters["kind"]
    cluster = OrganisationCountFilterSet.base_filters["cluster"]
    member_of = OrganisationCountFilterSet.base_filters["member_of"]


class FigureView(PublicAnswer):
    """One figure on a day, today unless `as_of` says another.

    Each figure says in `parameters` what it takes; most take no more than `as_of`. Those by county take `footprint`,
    those of a region (`clusters-in-region-by-year`, `clusters-by-municipality`) need one `region`,
    `clusters-by-tier-and-status` and `clusters-on-map` take every filter of the list of clusters, and
    `organisations-by-kind` every filter of the list of organisations.
    """

    filterset_class = _EveryQuestion
    queryset: ClassVar[QuerySet[Any]] = Cluster.objects.all()
    serializer_class = FigureSerializer
    key_help = "The figure's name, for example `clusters-by-tier`."

    @extend_schema(operation_id="statistics_figure")
    def get(self, request: Request, key: str) -> Response:
        """The figure with all its numbers."""
        if key not in BY_NAME:
            near = nearest(key, BY_NAME)
            wayout = f" Did you mean “{near}”?" if near else ""
            raise NotFound(f"There is no figure “{key[:80]}”.{wayout}")
        try:
            table = BY_NAME[key].answer(request.query_params)
        except FigureRefused as error:
            raise QueryRefused(error.problems) from error
        return Response(FigureSerializer(_figure(table, request.build_absolute_uri)).data)


def _reference(figure: Any, query: str, absolute: Any) -> dict[str, Any]:
    return {
        "name": figure.name,
        "title": in_both(lambda: figure.title),
        "parameters": figure.parameters,
        "url": absolute(f"{reverse('api:figure', args=[figure.name])}?{query}"),
    }


def _figure(table: Table, absolute: Any) -> dict[str, Any]:
    figure, citation = table.figure, cite(table)
    with translation.override("nb"):
        pages = {
            "html_url": absolute(f"{reverse('clusters:figure', args=[figure.name])}?{citation.query}"),
            "citation": absolute(citation.address),
        }
    return {
        **_reference(figure, citation.query, absolute),
        **pages,
        "narrowed_to": table.conditions,
        "unit": in_both(lambda: figure.unit),
        "rule": in_both(lambda: figure.whole_rule),
        "finding": in_both(lambda: table.heading),
        "as_of": table.day,
        "counted": citation.counted,
        "columns": [{"code": column.code, "name": column.names} for column in table.columns],
        "rows": [_row(table, row, absolute) for row in table.lines],
    }


def _row(table: Table, row: Row, absolute: Any) -> Mapping[str, Any]:
    return {
        "code": row.code,
        "name": row.names,
        "is_complete": not row.is_incomplete,
        "words": row.words,
        "sources": row.sources,
        "cells": [
            {"column": column.code, "value": cell.value, **_rows_of(cell, absolute)}
            for column, cell in zip(table.columns, row.cells, strict=True)
        ],
    }


def _rows_of(cell: Cell, absolute: Any) -> dict[str, str | None]:
    if not cell.has_rows:
        return {"query": None, "url": None}
    return {"query": cell.query, "url": absolute(f"{reverse(f'api:{cell.noun}')}?{cell.query}")}
