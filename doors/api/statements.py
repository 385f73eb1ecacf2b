"""Statements that are put together once, and how they are asked.

Django takes many times longer to put a list's statement together than PostgreSQL takes to answer it. So the finished
text is kept for the next one who asks the same. It holds every value but those of its slots, so that PostgreSQL
plans it by what it says and, asked often enough over one connection, plans it once.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection
from django.db.models import QuerySet
from psycopg.adapt import Dumper

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

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

    def is_in(self, parameter: Any) -> bool:
        """Whether the mark stands in a parameter; a text, also one among several, may have it in its midst."""
        if isinstance(parameter, list):
            return any(map(self.is_in, parameter))
        return self.mark in parameter if self._may_have_it(parameter) else bool(parameter == self.mark)

    def filled(self, parameter: Any, value: Any) -> Any:
        """The parameter with the value where the mark stands."""
        if isinstance(parameter, list):
            return [self.filled(one, value) for one in parameter]
        if self._may_have_it(parameter):
            return parameter.replace(self.mark, value)
        return value if parameter == self.mark else parameter

    def _may_have_it(self, parameter: Any) -> bool:
        return isinstance(parameter, str) and isinstance(self.mark, str)


def mark_of_id() -> int:
    """A number that is nobody's id."""
    return SMALLEST_MARK + secrets.randbits(58)


def mark_of_text() -> str:
    """A text that nobody has written."""
    return secrets.token_hex(16)


#: A walk goes on after it.
LAST_ID = Slot(mark_of_id(), "bigint")


@dataclass(frozen=True)
class Hole:
    """Where a parameter is to stand that is sent beside the statement."""

    text: str


class HoleDumper(Dumper):
    """Leaves the hole open."""

    def dump(self, obj: Hole) -> bytes:
        """Its number and type."""
        return obj.text.encode()

    quote = dump


@dataclass(frozen=True)
class Statement:
    """A finished statement of one row, whose ``parameters`` have marks where a slot is to be filled."""

    sql: str
    parameters: tuple[Any, ...] = ()
    slots: tuple[Slot, ...] = ()
    #: What is set while it runs, by the names of PostgreSQL's settings.
    settings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls, sql: str, parameters: Any, slots: tuple[Slot, ...] = (), settings: Mapping[str, str] = NO_VALUES
    ) -> "Statement":
        """With all parameters written into it that no slot of the statement is in."""
        beside: list[Any] = []
        found = dict.fromkeys(slot for slot in slots if any(map(slot.is_in, parameters)))

        def written(parameter: Any) -> Any:
            types = [slot.type for slot in found if slot.is_in(parameter)]
            if not types:
                return parameter
            if parameter not in beside:
                beside.append(parameter)
            several = "[]" if isinstance(parameter, list) else ""
            return Hole(f"${beside.index(parameter) + 1}::{types[0]}{several}")

        with connection.cursor() as cursor:
            writer = psycopg.ClientCursor(cursor.connection)
            writer.adapters.register_dumper(Hole, HoleDumper)
            text = writer.mogrify(sql, [written(parameter) for parameter in parameters])
        return cls(text, tuple(beside), tuple(found), tuple(settings.items()))

    @cached_property
    def as_sent(self) -> bytes:
        """Encoded once: that takes a tenth of the time in which PostgreSQL answers."""
        return self.sql.encode()

    def row(self, values: Mapping[Slot, Any] = NO_VALUES) -> Any:
        """Its row, None without one."""
        parameters = list(self.parameters)
        for slot in self.slots:
            parameters = slot.filled(parameters, values[slot])
        connection.ensure_connection()
        own: Any = connection.connection
        # A raw cursor sends the statement as it stands; another would read it through for parameters every time.
        asked: Any = psycopg.RawCursor(own)
        with connection.wrap_database_errors:
            if not self.settings:
                return asked.execute(self.as_sent, parameters or None).fetchone()
            # Settings hold for a transaction, which a pipeline is by itself; nothing is waited for within it.
            with own.pipeline():
                psycopg.RawCursor(own).execute(*self._setting)
                asked.execute(self.as_sent, parameters or None)
            return asked.fetchone()

    @cached_property
    def _setting(self) -> tuple[str, list[str]]:
        """The statement that sets what is set, and its parameters."""
        numbers = range(1, 2 * len(self.settings), 2)
        sets = ", ".join(f"set_config(${number}, ${number + 1}, true)" for number in numbers)
        return f"SELECT {sets}", [text for setting in self.settings for text in setting]


def compiled(queryset: QuerySet[Any]) -> tuple[str, list[Any]]:
    """The statement of the queryset and its parameters."""
    sql, parameters = queryset.query.sql_with_params()
    return sql, list(parameters)


class Kept(Generic[T]):
    """What has been asked for lately, so that it is not made again."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._values: OrderedDict[Any, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, made where it is not there. Two who ask at once may both make it.

        Inside a transaction it is always made: what was changed there stands in no edition yet.
        """
        return self.several([key], lambda _missing: {key: make()})[key]

    def several(self, keys: Iterable[K], make: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
        """The same of several keys: the values of those that are not there are made together, of those there are."""
        if connection.in_atomic_block:
            return dict(make(list(keys)))
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        if missing := [key for key in keys if key not in found]:
            made = make(missing)
            with self._lock:
                self._values.update(made)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
            found.update(made)
        return found
