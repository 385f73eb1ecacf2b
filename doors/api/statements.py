"""Statements that are put together once, and how they are asked.

Django takes many times longer to put a list's statement together than PostgreSQL takes to answer it. So the finished
text is kept for the next one who asks the same. It holds every value but those of its slots, so that PostgreSQL
plans it by what it says and, asked often enough over one connection, plans it once.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection
from django.db.models import QuerySet

T = TypeVar("T")

#: More texts than this are seldom in demand at once; each is some 10 kB.
MOST_KEPT = 256
#: Marks have eighteen digits, as the longest ids that are looked for.
SMALLEST_MARK = 5 * 10**17
NO_VALUES: Mapping[Any, Any] = {}


@dataclass(frozen=True)
class Slot:
    """A value that is given when the statement is asked; until then ``mark`` stands for it, which nobody can guess."""

    mark: Any
    type: str

    @property
    def text(self) -> str:
        """The mark as it stands in a statement."""
        return f"'{self.mark}'" if self.type == "text" else str(self.mark)

    def filled(self, parameter: Any, value: Any) -> Any:
        """A parameter with the value where the mark stands; a text may have it in its midst."""
        if isinstance(parameter, list):
            return [self.filled(one, value) for one in parameter]
        if isinstance(parameter, str) and self.type == "text":
            return parameter.replace(self.mark, value)
        return value if parameter == self.mark else parameter


def mark_of_id() -> int:
    """A number that is nobody's id."""
    return SMALLEST_MARK + secrets.randbits(58)


def mark_of_text() -> str:
    """A text that nobody has written."""
    return secrets.token_hex(16)


#: A walk goes on after it.
LAST_ID = Slot(mark_of_id(), "bigint")


@dataclass(frozen=True)
class Statement:
    """A finished statement of one row; ``before`` it, settings for it alone, and then its parameters apart."""

    sql: str
    slots: tuple[Slot, ...] = ()
    before: str = ""
    parameters: tuple[Any, ...] = ()

    @classmethod
    def of(cls, sql: str, parameters: Any, slots: tuple[Slot, ...] = (), before: str = "") -> "Statement":
        """With the parameters written into it; those slots that it has are filled when it is asked."""
        if before:
            return cls(sql, slots, before, tuple(parameters))
        with connection.cursor() as cursor:
            text = psycopg.ClientCursor(cursor.connection).mogrify(sql, parameters)
        found: list[Slot] = []
        for slot in slots:
            if slot.text in text:
                found.append(slot)
                text = text.replace(slot.text, f"${len(found)}::{slot.type}")
        return cls(text, tuple(found))

    @cached_property
    def as_sent(self) -> bytes:
        """Encoded once: that takes a tenth of the time in which PostgreSQL answers."""
        return self.sql.encode()

    def row(self, values: Mapping[Slot, Any] = NO_VALUES) -> Any:
        """Its row, None without one."""
        if self.before:
            return self._with_settings(values)
        # A raw cursor sends the statement as it stands; another would read it through for parameters every time.
        connection.ensure_connection()
        with connection.wrap_database_errors:
            asked: Any = psycopg.RawCursor(connection.connection)
            return asked.execute(self.as_sent, [values[slot] for slot in self.slots] or None).fetchone()

    def _with_settings(self, values: Mapping[Slot, Any]) -> Any:
        """All in one message, which is a transaction of its own, and which takes no parameters but as text."""
        parameters = list(self.parameters)
        for slot, value in values.items():
            parameters = slot.filled(parameters, value)
        with connection.cursor() as cursor:
            cursor.execute(f"{self.before}; {self.sql}", parameters)
            while cursor.nextset():
                pass
            return cursor.fetchone()


def compiled(queryset: QuerySet[Any]) -> tuple[str, list[Any]]:
    """The statement of the queryset and its parameters."""
    sql, parameters = queryset.query.sql_with_params()
    return sql, list(parameters)


class Kept(Generic[T]):
    """What has been asked for lately, so that it is not made again."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, made where it is not there. Two who ask at once may both make it.

        Inside a transaction it is always made: what was changed there stands in no edition yet.
        """
        if connection.in_atomic_block:
            return make()
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
        if found is None:
            found = make()
            with self._lock:
                self._values[key] = found
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return found
