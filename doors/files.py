"""Answers that are no pages."""

from collections.abc import Iterable

from django.http import HttpResponse

from doors.filtersets import Problem, sentence


def refused(problems: Iterable[Problem]) -> HttpResponse:
    """400 with each fault of the query string in words, a line each."""
    faults = "".join(f"{sentence(problem)}\n" for problem in problems)
    return HttpResponse(faults, status=400, content_type="text/plain; charset=utf-8")
