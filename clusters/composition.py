"""The statement for one page of a list, how many rows there are and what each option of its facets would give.

A question's hits are fenced: each way to them (search.py) is followed by itself, and to a limit, so a word that
half the register has costs little more than a common one, and PostgreSQL is never tempted to walk an index of names
until enough hits have come by. A hit is that of the first way to it, which is its best; a later way is left alone
once the ones before have filled the list. Without a question, the database keeps narrow rows to count from
(querysets/tallies.py).

A facet ignores its own parameter: one whose parameter is in force gets rows of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.expressions import OrderBy, RawSQL

from clusters.choices import Footprint
from clusters.filtersets import RegistryFilterSet
from clusters.search import Question
from doors.api.statements import compiled

#: The most hits that are counted; a question with more of them is answered with "over 5 000".
CAP = 5_000
#: So many good hits are enough, where there are more than anybody follows.
PLENTY = 500
#: What the columns are called that facets count by, before the facet's parameter.
DIMENSION = "dimension_"


@dataclass(frozen=True)
class Tally:
    """How the rows of a list are counted by what a facet asks."""

    #: The column of the list that says it.
    column: str
    #: Code and number of rows, out of ``{rows}``: each value of the ``{column}`` once, with ``n``; may ask for the
    #: ``{day}``.
    sql: str
    #: Whether a row says several, as an array.
    has_several: bool = False
    #: What counts instead where the query goes by the members' seats.
    of_members: "Tally | None" = None

    def for_footprint(self, footprint: str) -> "Tally":
        """The tally for the seats that the query goes by."""
        return self.of_members or self if footprint == Footprint.MEMBERS else self


class Composition:
    """The statement for a page of a FilterSet's rows, put together out of what Django makes of its querysets."""

    def __init__(self, filterset: RegistryFilterSet, tallies: Mapping[str, Tally], question: Question) -> None:
        self.filterset = filterset
        self.question = question
        self.tallies = {name: tally.for_footprint(filterset.footprint_in_force) for name, tally in tallies.items()}
        self.parts: dict[str, str] = {}
        self.parameters: list[Any] = []

    def compiled(self, first: int, size: int) -> tuple[str, list[Any]]:
        """SQL and parameters; its one row has the page's ids, the count and the facets as JSON."""
        if self.question.text:
            self._hits(first, size)
        else:
            self._rows(first, size)
        facets = self._tallied()
        answer = (
            "SELECT (SELECT array_agg(id ORDER BY place) FROM page),"
            f" (SELECT coalesce(sum(n), 0)::bigint FROM counted WHERE is_whole), jsonb_build_object({facets})::text"
        )
        parts = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql in self.parts.items())
        return f"WITH {parts} {answer}", self.parameters

    def _hits(self, first: int, size: int) -> None:
        """``counted``: the question's hits, each with what orders and what counts it; ``page`` out of them."""
        keys = {_column(number, expression): (expression, way) for number, (expression, way) in enumerate(self._keys())}
        columns = {name: expression for name, (expression, _direction) in keys.items() if name != "relevance"}
        columns |= self._dimensions()
        # A facet in force ignores itself. Where the first such one knows all of its hits, the list is among them.
        wider = next((self._wider(name, columns) for name in self.tallies if self._is_in_force(name)), "")
        self._fence("counted", self._narrowed(), columns, wider)
        order = ", ".join(f"{name} {direction}" for name, (_expression, direction) in keys.items())
        ordered = f"SELECT id FROM counted ORDER BY {order} LIMIT %s OFFSET %s"
        page = f"SELECT id, row_number() OVER () AS place FROM ({ordered}) ordered"
        self._add("page", page, [max(min(size, CAP - first), 0), first])

    def _rows(self, first: int, size: int) -> None:
        """``counted``: the rows in groups of what facets ask; ``page``: those in order, by an index where there is."""
        self._group("counted", "", self._dimensions())
        ordered: Any = self.filterset.ordered(self._narrowed())
        sql, parameters = compiled(ordered.values_list("pk")[first : first + size])
        page = f"SELECT id, row_number() OVER () AS place FROM ({sql}) ordered (id)"
        bound = self.filterset.bounds.get(self.filterset.ordering)
        if bound:
            is_sure = self._best(bound, first, size)
            page = f"SELECT id, place FROM best WHERE {is_sure} UNION ALL {page} WHERE NOT {is_sure}"
        self._add("page", page, parameters)

    def _best(self, bound: str, first: int, size: int) -> str:
        """Add ``best``: what the page has if nothing is looked at but the CAP rows with the highest bounds.

        Answers when that is the page for sure: its last row has more than any row left out can have.
        """
        keys = {f"key_{number}": key for number, key in enumerate(self._keys())}
        columns = {"bound": F(bound), **{name: expression for name, (expression, _direction) in keys.items()}}
        rows = self._narrowed().filter(**{f"{bound}__gt": 0}).order_by(F(bound).desc()).annotate(**columns)
        sql, parameters = compiled(rows.values_list("pk", *columns)[: CAP + 1])
        self._add("highest", f"SELECT * FROM ({sql}) highest (id, {', '.join(columns)})", parameters)
        order = ", ".join(f"{name} {direction}" for name, (_expression, direction) in keys.items())
        numbered = f"SELECT id, key_0, row_number() OVER (ORDER BY {order}) AS place FROM highest"
        self._add("best", f"{numbered} ORDER BY place LIMIT %s OFFSET %s", [size, first])
        left_out = f"(SELECT CASE WHEN count(*) > {CAP} THEN min(bound) ELSE 0 END FROM highest)"
        return f"(SELECT count(*) = {size} AND min(key_0) > {left_out} FROM best)"

    def _tallied(self) -> str:
        """The facets as arguments of jsonb_build_object, each out of the rows that it counts."""
        return ", ".join(f"'{name}', ({self._tally(name)})" for name in self.tallies)

    def _tally(self, name: str) -> str:
        rows = self._wider(name, self._dimensions(name)) if self._is_in_force(name) else "counted"
        day = f"'{self.filterset.day.isoformat()}'::date"
        column = f"{DIMENSION}{name}"
        grouped = f"(SELECT {column}, sum(n) AS n FROM {rows} GROUP BY {column}) grouped"
        counts = self.tallies[name].sql.format(rows=grouped, column=column, day=day)
        return f"SELECT coalesce(jsonb_object_agg(code, total), '{{}}') FROM ({counts}) tally (code, total)"

    def _is_in_force(self, name: str) -> bool:
        return bool(self.filterset.form.cleaned_data.get(name))

    def _wider(self, name: str, columns: dict[str, Any]) -> str:
        """Add, once, what a facet in force counts: the rows within every filter but its own; answers their name."""
        rows = f"{name}_rows"
        if rows not in self.parts:
            if self.question.text:
                self._fence(rows, self._narrowed(but=name), columns)
            else:
                self._group(rows, name, columns)
        return rows

    def _narrowed(self, but: str = "") -> Any:
        """The rows within every filter but one, whatever the question."""
        return self.filterset.filtered(self.filterset.start(), ignoring={"q", but})

    def _keys(self) -> Iterator[tuple[Any, str]]:
        """What the rows are ordered by, with the direction."""
        for key in self.filterset.orderings[self.filterset.ordering]:
            if isinstance(key, OrderBy):
                direction = "DESC" if key.descending else "ASC"
                yield key.expression, f"{direction} NULLS LAST" if key.nulls_last else direction
            elif isinstance(key, str):
                yield F(key.removeprefix("-")), "DESC" if key.startswith("-") else "ASC"
            else:
                yield key, "ASC"

    def _dimensions(self, *names: str) -> dict[str, Any]:
        return {f"{DIMENSION}{name}": F(self.tallies[name].column) for name in names or self.tallies}

    def _fence(self, name: str, rows: Any, columns: dict[str, Any], wider: str = "") -> None:
        """Add the question's hits among the rows, each once: what a way has led to is not asked of the next.

        They are taken from the ``wider`` hits, which have the same columns, where those are not too many to be all.
        """
        names = ["pk", "relevance", *columns]
        is_all = f"(SELECT count(*) FROM {wider}) <= {CAP}" if wider else "false"
        found = rows.search_by_ways(self.question)
        ways: list[str] = []
        for way, hits in found:
            if not way.is_spare:
                wanted = hits.order_by(*way.order)
                ways.append(self._follow(f"{name}_{len(ways)}", wanted, columns, ways, f"NOT {is_all}"))
        # One after the other: what nobody fetches is not looked for, so a later way waits until the list has room.
        first = f"SELECT * FROM ({_united(ways)}) hits LIMIT {CAP + 1}"
        every = [f"({first})"]
        for way, hits in found:
            if way.is_spare:
                good = f"count(*) FILTER (WHERE relevance <= {way.relevance})"
                is_needed = f"(SELECT count(*) > {CAP} AND {good} < {PLENTY} FROM ({first}) first)"
                every.append(f"TABLE {self._follow(f'{name}_spare', hits, columns, [f'({first}) first'], is_needed)}")
        if wider:
            among = RawSQL(f"SELECT pk FROM {wider} WHERE {is_all}", ())  # noqa: S611 (names of ours)
            sql, parameters = compiled(rows.filter(pk__in=among).order_by().values("pk"))
            self._add(f"{name}_among", sql, parameters)
            every.append(f"SELECT {', '.join(names)} FROM {wider} WHERE pk IN (TABLE {name}_among)")
        self._add(name, f"SELECT *, pk AS id, 1 AS n, true AS is_whole FROM ({' UNION ALL '.join(every)}) hits", [])

    def _follow(self, name: str, hits: Any, columns: dict[str, Any], before: list[str], condition: str) -> str:
        """Add what a way leads to that those before it have not, as far as anybody follows; answers its name."""
        fresh = hits.exclude(pk__in=RawSQL(_united(before, "pk"), ())) if before else hits  # noqa: S611 (names of ours)
        names = ["pk", "relevance", *columns]
        sql, parameters = compiled(fresh.annotate(**columns).values_list(*names)[: CAP + 1])
        self._add(name, f"SELECT * FROM ({sql}) hits ({', '.join(names)}) WHERE {condition}", parameters)
        return name

    def _group(self, name: str, but: str, columns: dict[str, Any]) -> None:
        """Add the number of rows within every filter but one, for each combination of the columns.

        A column of several values is grouped by itself: with the others it would make almost as many groups as rows.
        """
        rows: Any = self.filterset.tallied(ignoring=but)
        sql, parameters = compiled(rows.order_by().annotate(**columns).values_list("weight", *columns))
        several = [column for column in columns if self.tallies[column.removeprefix(DIMENSION)].has_several]
        sets = [", ".join(column for column in columns if column not in several), *several]
        is_whole = " AND ".join(f"grouping({column}) = 1" for column in several) or "true"
        grouped = f"SELECT {', '.join([*columns, 'sum(weight) AS n', f'{is_whole} AS is_whole'])}"
        by = ", ".join(f"({columns_of_set})" for columns_of_set in sets)
        names = ", ".join(["weight", *columns])
        self._add(name, f"{grouped} FROM ({sql}) rows ({names}) GROUP BY GROUPING SETS ({by})", parameters)

    def _add(self, name: str, sql: str, parameters: list[Any]) -> None:
        self.parts[name] = sql
        self.parameters += parameters


def _united(names: list[str], columns: str = "*") -> str:
    """The rows of all of them."""
    return " UNION ALL ".join(f"SELECT {columns} FROM {name}" for name in names)


def _column(number: int, expression: Any) -> str:
    """What a key of the order is called; every hit has its relevance already."""
    return "relevance" if expression == F("relevance") else f"key_{number}"
