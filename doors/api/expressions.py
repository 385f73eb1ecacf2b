"""JSON as PostgreSQL builds it, in expressions of Django's."""

from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Func, Subquery, TextField

#: Nothing of ours reads what is built: it goes to the client as it is, as text.
TEXT = TextField()
#: What Python takes for a blank around a text.
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))


class Built(Func):
    """A piece of JSON."""

    output_field: Any = TEXT


class JSONObject(Built):
    """An object with the keys in the order they are given; Django's own is ``jsonb``, which sorts them."""

    def __init__(self, **values: Any) -> None:
        super().__init__(*values.values())
        self.keys = tuple(values)

    def as_sql(self, compiler: Any, *_connection: Any, **_context: Any) -> Any:
        """Keys are names of fields: nothing in them needs quoting."""
        parts: list[str] = []
        parameters: list[Any] = []
        for key, value in zip(self.keys, self.source_expressions, strict=True):
            sql, params = compiler.compile(value)
            parts.append(f"'{key}', {sql}")
            parameters += params
        return f"json_build_object({', '.join(parts)})", parameters


class JSONList(JSONBAgg):
    """An array of what the rows of a group say; ``filter`` and ``order_by`` as of any aggregate."""

    function = "json_agg"
    output_field = TEXT  # type: ignore[assignment]


class JSONRows(Subquery):
    """An array of what the rows of a queryset say in ``built``, in their order; empty without any."""

    template = "(SELECT coalesce(json_agg(part.built), '[]'::json) FROM (%(subquery)s) part (built))"
    output_field: Any = TEXT

    def __init__(self, rows: Any) -> None:
        super().__init__(rows.values("built"))


class OrEmpty(Built):
    """An empty array for NULL."""

    template = "coalesce(%(expressions)s, '[]'::json)"


class First(Built):
    """The first of an array; NULL for NULL."""

    template = "%(expressions)s -> 0"


class Joined(Func):
    """Texts and numbers one after the other; NULL where any is."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field: Any = TEXT


class Moment(Func):
    """A moment of UTC to the microsecond, as ``doors.api.fields.MomentField`` writes it."""

    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    output_field: Any = TEXT


class Sources(Built):
    """The sources of a column in which `` | `` stands between them, as ``history.sourced`` reads them."""

    def as_sql(self, compiler: Any, *_connection: Any, **_context: Any) -> Any:
        """Without the blanks around each, and without empty ones."""
        sql, parameters = compiler.compile(self.source_expressions[0])
        listed = "SELECT coalesce(json_agg(btrim(one, %s)), '[]'::json)"
        return (
            f"({listed} FROM string_to_table({sql}, ' | ') one WHERE btrim(one, %s) <> '')",
            [BLANKS, *parameters, BLANKS],
        )
