"""Columns that the database writes itself, out of other rows.

A trigger sets them on every write, so whatever a form or a stale object puts there is overwritten. They follow
from recorded rows, and history leaves them out.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value


class Derived:
    """Marks a column that a trigger writes."""


class DerivedText(Derived, models.TextField):  # type: ignore[type-arg]
    """Text copied from related rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": False, "blank": True, "db_default": "", **kwargs})


class DerivedCodes(Derived, ArrayField):  # type: ignore[type-arg]
    """Codes copied from related rows."""

    def __init__(self, **kwargs: Any) -> None:
        empty = Value([], ArrayField(models.TextField()))
        wanted = {"base_field": models.TextField(), "editable": False, "blank": True, "db_default": empty}
        super().__init__(**{**wanted, **kwargs})
