"""Taking away what an earlier run wrote."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models
from psycopg.sql import SQL, Identifier

from clusters.demo.marking import SOURCE
from clusters.models import Cluster, Organisation


def remove_earlier() -> int:
    """Delete synthetic clusters and organisations with all that hangs on them; answers how many rows went."""
    removed = sum(_delete_children(parent) for parent in (Cluster, Organisation))
    return removed + sum(_delete(parent, SQL("source = %s")) for parent in (Cluster, Organisation))


def _delete_children(parent: type[models.Model]) -> int:
    """Rows of every model with a reference to a synthetic row of the parent; history is left as it is."""
    condition = SQL("{} IN (SELECT id FROM {} WHERE source = %s)")
    table = Identifier(parent._meta.db_table)
    return sum(
        _delete(reference.model, condition.format(Identifier(reference.column), table))
        for reference in _references(parent)
    )


def _references(parent: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Foreign keys to the parent that the database holds, those without a way back included."""
    for field in parent._meta.get_fields(include_hidden=True):
        reference = field.remote_field if field.auto_created and not field.concrete else None
        is_held = isinstance(reference, models.ForeignKey) and reference.db_constraint
        if is_held and reference.model is not parent:
            yield reference


def _delete(model: type[models.Model], condition: SQL) -> int:
    statement = SQL("DELETE FROM {} WHERE {}").format(Identifier(model._meta.db_table), condition)
    with connection.cursor() as cursor:
        cursor.execute(statement, [SOURCE])
        return int(cursor.rowcount)
