"""Search indexes that are built once over all rows: adding a million to them row by row takes many times longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models


@contextmanager
def indexed_afterwards(*of: type[models.Model]) -> Iterator[None]:
    """Leave the models' GIN indexes out within the block, which must be inside a transaction."""
    found = [(model, index) for model in of for index in model._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor(atomic=False) as editor:
        for model, index in found:
            editor.remove_index(model, index)
    yield
    with connection.schema_editor(atomic=False) as editor:
        for model, index in found:
            editor.add_index(model, index)
