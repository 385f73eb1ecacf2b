"""The guard of what is only added to, lowered for the owner of the tables while a person's data are erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def unguarded(table: Any) -> Iterator[None]:
    """Let the owner rewrite rows of the model's table; its guard stands again afterwards."""
    guard = next(trigger for trigger in table._meta.triggers if trigger.name == "append_only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + guard.get_pgid(table) + "}"])
        yield
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', true)")
