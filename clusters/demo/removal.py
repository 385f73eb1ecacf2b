"""Taking away what an earlier run wrote."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models
from psycopg.sql import SQL, Composable, Identifier

from clusters.demo.marking import SOURCE
from clusters.models import Cluster, Organisation


def remove_earlier() -> int:
    """Delete synthetic clusters and organisations with all that hangs on them; answers how many rows went."""
    removed = sum(_delete_children(parent) for parent in (Cluster, Organisation))
    return removed + sum(_delete(parent, SQL("source = %s")) for parent in (Cluster, Organisation))


def _delete_children(parent: type[models.Model]) -> int:
    """Rows of every model with a reference to a synthetic row of the parent; history is left as it is."""
    table = Identifier(parent._meta.db_table)
    removed = 0
    for reference in _references(parent):
        condition = SQL("{} IN (SELECT id FROM {} WHERE source = %s)").format(Identifier(reference.column), table)
        removed += _delete(reference.model, condition)
    return removed


def _references(parent: type[models.Model]) -> Iterator[Any]:
    """Foreign keys to the parent that the database holds, those without a way back included."""
    for relation in parent._meta.get_fields(include_hidden=True):
        reference: Any = relation.remote_field if relation.auto_created and not relation.concrete else None
        if isinstance(reference, models.ForeignKey) and _is_held(reference) and reference.model is not parent:
            yield reference


def _is_held(reference: Any) -> bool:
    """Whether the database checks the reference; those of history it does not."""
    return bool(reference.db_constraint)


def _delete(model: type[models.Model], condition: Composable) -> int:
    statement = SQL("DELETE FROM {} WHERE {}").format(Identifier(model._meta.db_table), condition)
    with connection.cursor() as cursor:
        cursor.execute(statement, [SOURCE])
        return int(cursor.rowcount)
