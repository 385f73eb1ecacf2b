"""Triggers that tell of every change of what is published, on whatever path it came.

Class decorators declare which models are public and how; the triggers call the database's functions
``publish_change`` and ``publish_edition`` (migration ``functions``). A new column is public unless it is hidden here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import pgtrigger
from django.db import models

from history.derived import Derived

M = TypeVar("M", bound=type[models.Model])

#: What the names of columns end on that are not in those of the fields that show them.
_ENDINGS = ("_nb", "_en", "_id")
#: Columns that are shown together, or under another name.
_SHOWN_AS = {"start_precision": "period", "end_precision": "period", "source": "sources"}
_TOLD = """
IF TG_OP <> 'INSERT' THEN was := coalesce({was}, false); END IF;
IF TG_OP <> 'DELETE' THEN is_now := coalesce({is_now}, false); END IF;
IF is_now AND NOT was THEN
    PERFORM publish_change('{resource}', NEW.id, NEW.{key}::text, 'created');
ELSIF was AND TG_OP = 'DELETE' THEN
    PERFORM publish_change('{resource}', OLD.id, OLD.{key}::text, 'removed');
ELSIF was AND NOT is_now THEN
    PERFORM publish_change('{resource}', NEW.id, OLD.{key}::text, {left_by}, successor => {successor});
ELSIF was THEN
    differing := array_remove(ARRAY[{differing}]::text[], NULL);
    IF differing <> '{{}}' THEN
        PERFORM publish_change('{resource}', NEW.id, NEW.{key}::text, 'changed', differing);
    ELSIF OLD IS DISTINCT FROM NEW THEN
        PERFORM publish_edition();  -- when it was changed, or what it is found by
    END IF;
END IF;
{then}RETURN NULL;
"""
_VARIABLES = [("was", "boolean := false"), ("is_now", "boolean := false"), ("differing", "text[]")]

_PART = """
IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
    RETURN NULL;
END IF;
PERFORM publish_change('{resource}', whole.id, whole.{key}::text, 'changed', ARRAY['{field}'])
FROM {table} whole WHERE whole.id IN (OLD.{column}, NEW.{column}) AND {when} ORDER BY whole.id;
RETURN NULL;
"""


@dataclass(frozen=True)
class Publicity:
    """Which rows of a table the public sees, and what becomes of the others, in SQL."""

    #: The column that names a record in its address.
    key: str = "id"
    #: That the row ``{row}`` is public.
    when: str = "{row}.id IS NOT NULL"
    #: The action of one that ceases to be public, and the id of what it became.
    left_by: str = "'removed'"
    successor: str = "NULL"
    #: What is done after each row; ``was`` and ``is_now`` say whether it was public before and is now.
    then: str = ""


def published(resource: str, publicity: Publicity, hidden: Iterable[str] = ()) -> Callable[[M], M]:
    """Class decorator: the model's rows are the records of a resource of the API, without the ``hidden`` fields."""

    def decorate(model: M) -> M:
        cases = [_differs(name, columns) for name, columns in public_fields(model, hidden).items()]
        function = _TOLD.format(
            resource=resource,
            key=publicity.key,
            was=publicity.when.format(row="OLD"),
            is_now=publicity.when.format(row="NEW"),
            left_by=publicity.left_by,
            successor=publicity.successor,
            differing=", ".join(cases),
            then=publicity.then,
        )
        return _with_trigger(model, "publish", function, _VARIABLES)

    return decorate


def published_part(resource: str, field: str, of: str, publicity: Publicity) -> Callable[[M], M]:
    """Class decorator: the model's rows stand in a ``field`` of the records that the foreign key ``of`` names.

    ``publicity`` is that of the records.
    """

    def decorate(model: M) -> M:
        foreign_key: Any = model._meta.get_field(of)
        target = foreign_key.remote_field.model
        function = _PART.format(
            resource=resource,
            field=field,
            table=target.lower().replace(".", "_") if isinstance(target, str) else target._meta.db_table,
            column=foreign_key.column,
            key=publicity.key,
            when=publicity.when.format(row="whole"),
        )
        return _with_trigger(model, f"publish_{field}", function)

    return decorate


def published_on_pages(model: M) -> M:
    """Class decorator: the model's rows are seen on pages and in figures and are records of no resource."""
    return _with_trigger(model, "publish", "PERFORM publish_edition(); RETURN NULL;")


def public_fields(model: type[models.Model], hidden: Iterable[str]) -> dict[str, list[str]]:
    """The columns behind each public field of a model's own, by the name it has in the API."""
    found: dict[str, list[str]] = {}
    fields: Iterable[Any] = model._meta.local_concrete_fields
    for field in fields:
        follows = field.primary_key or isinstance(field, models.GeneratedField | Derived)
        if not follows and field.name not in hidden:
            found.setdefault(_shown_as(field.column), []).append(field.column)
    return found


def _shown_as(column: str) -> str:
    for ending in _ENDINGS:
        column = column.removesuffix(ending)
    return _SHOWN_AS.get(column, column)


def _differs(name: str, columns: Iterable[str]) -> str:
    differ = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return f"CASE WHEN {differ} THEN '{name}' END"


def _with_trigger(model: M, name: str, function: str, variables: list[tuple[str, str]] | None = None) -> M:
    trigger = pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=variables,
        func=function,
    )
    registered: M = pgtrigger.register(trigger)(model)
    return registered
