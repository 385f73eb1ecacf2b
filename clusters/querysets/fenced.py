"""A table of which PostgreSQL sees no more than what a query leads to, found before anything else is looked at."""

from typing import Any, Self, TypeVar

from django.db.models import QuerySet
from django.db.models.sql.datastructures import BaseTable

Q = TypeVar("Q", bound=QuerySet[Any])

#: A limit that no table reaches; a query with one is planned by itself.
EVERY_ONE = 1 << 31


class Fenced(BaseTable):
    """Stands in a query for its first table."""

    led_to: Any

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """What is led to, under the name of the table."""
        sql, parameters = self.led_to.get_compiler(connection=connection).as_sql()
        return f"({sql}) {compiler.quote_name_unless_alias(self.table_alias)}", parameters

    def relabeled_clone(self, change_map: Any) -> Self:
        """The same under another name."""
        clone: Any = super().relabeled_clone(change_map)
        clone.led_to = self.led_to
        return clone  # type: ignore[no-any-return]


def fenced(rows: Q, led_to: QuerySet[Any]) -> Q:
    """Those of the rows that are led to, in that order. Both are of the same model."""
    found = rows.all()
    alias = found.query.get_initial_alias()
    table = Fenced(found.query.alias_map[alias].table_name, alias)
    table.led_to = led_to[:EVERY_ONE].query
    found.query.alias_map[alias] = table
    return found
