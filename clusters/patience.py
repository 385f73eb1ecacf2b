"""How long the doors wait for PostgreSQL, and what they say of a question that takes longer."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import OperationalError
from django.utils.translation import gettext as _

from doors.filtersets import Problem


class TooBroad(Exception):  # noqa: N818 (what it is, not that it is an error)
    """The question took longer to answer than anybody waits; ``problem`` says so with advice."""

    def __init__(self, question: str) -> None:
        message = _(
            "The search is too broad to be answered in time. Write a longer or a further word, or choose a filter."
        )
        self.problem = Problem("q", question[:80], message)
        super().__init__(message)


@contextmanager
def in_time(question: str) -> Iterator[None]:
    """Raises TooBroad where a statement about the question is ended by its time limit."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
            raise TooBroad(question) from error
        raise
