"""What a page shows is asked for before it is shown: a template asks nothing of the database.

The objects that pages hand to templates work things out when they are wanted, once (``cached_property``). Here
everything is wanted, so that a fault of the database is met before the first line is written, and a template that
asks for more than its page was made of fails a test (``tests/contracts/test_templates_ask_nothing.py``). What a class
says to others, and pages never show, it names in ``NOT_SHOWN``.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet


def asked_for(context: Mapping[str, Any]) -> dict[str, Any]:
    """The same context, with all that its objects and theirs will say worked out."""
    known: set[int] = set()
    waiting = list(context.values())
    while waiting:
        thing = waiting.pop()
        if id(thing) not in known:
            known.add(id(thing))
            waiting += _within(thing)
    return dict(context)


def _within(thing: Any) -> Iterable[Any]:
    """What the thing is made of, or says of itself."""
    if isinstance(thing, QuerySet | list | tuple):
        return list(thing)
    if isinstance(thing, Mapping):
        return list(thing.values())
    return () if isinstance(thing, Model) else list(_said(thing))


def _said(thing: Any) -> Iterator[Any]:
    not_shown = getattr(thing, "NOT_SHOWN", ())
    for kind in type(thing).__mro__:
        for name, value in vars(kind).items():
            if isinstance(value, cached_property) and not name.startswith("_") and name not in not_shown:
                yield getattr(thing, name)
