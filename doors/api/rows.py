"""The rows of a list, as statements that give ids: those of a page with the count, or those after another id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import BigIntegerField, Func, QuerySet

from doors.api.statements import LAST_ID, Statement, compiled

Sql = tuple[str, list[Any]]
#: Further into a list than any page goes.
LARGEST_OFFSET = 1 << 40


class Rows(Protocol):
    """What a list is asked for page by page."""

    @property
    def settings(self) -> Mapping[str, str]:
        """What PostgreSQL is set to while its statements run."""

    @property
    def most(self) -> int | None:
        """More rows than this are not counted; None where all are."""

    def whole(self) -> Any:
        """The queryset of the records with all that they show, in any order."""

    def page(self, first: int, size: int) -> Sql:
        """One row: the ids of so many records from number ``first`` on, counted from 0, and how many there are."""

    def onward(self, size: int) -> Sql:
        """One row: the next ids after ``LAST_ID``, in their order, and nothing counted."""


@dataclass(frozen=True)
class QueryRows:
    """The rows of a queryset, in its order."""

    queryset: QuerySet[Any]
    settings: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None

    def whole(self) -> Any:
        """The same rows, without their order."""
        return self.queryset.order_by()

    def page(self, first: int, size: int) -> Sql:
        """By LIMIT and OFFSET; counted without what only the records show."""
        ids, id_parameters = compiled(self.queryset.values("pk")[first : first + size])
        count, parameters = compiled(self.queryset.order_by().values("pk"))
        sql = f"SELECT (SELECT array_agg(id) FROM ({ids}) ordered (id)), (SELECT count(*) FROM ({count}) every)"
        return sql, [*id_parameters, *parameters]

    def onward(self, size: int) -> Sql:
        """By the index of ids."""
        after = self.queryset.filter(pk__gt=LAST_ID.mark).order_by("pk").values("pk")[:size]
        ids, parameters = compiled(after)
        return f"SELECT (SELECT array_agg(id) FROM ({ids}) ordered (id)), 0", parameters


class OfPage(Func):
    """The id of the row of the page that stands around the query."""

    template = "page.id"
    output_field: Any = BigIntegerField()


def statement_of_page(ids: Sql, records: Any, size: int, **options: Any) -> Statement:
    """The statement for the records with the ids: their JSON side by side, the count, the last id and how many ids.

    ``records`` says in ``built`` what is told of each. The first ``size`` of the ids are told. ``options``: slots and
    settings of the statement.
    """
    sql, parameters = ids
    record, record_parameters = compiled(records.filter(pk=OfPage()).values("built"))
    answer = f"""WITH answer (ids, n) AS MATERIALIZED ({sql})
SELECT (
    SELECT string_agg(record.built::text, ',' ORDER BY page.place)
    FROM unnest(answer.ids[1:{size}]) WITH ORDINALITY page (id, place) CROSS JOIN LATERAL ({record}) record (built)
), answer.n, answer.ids[{size}], cardinality(answer.ids)
FROM answer"""
    return Statement.of(answer, [*parameters, *record_parameters], **options)
