"""Answers that are no pages."""

from collections.abc import Iterable

from django.http import HttpResponse

from doors.filtersets import Problem, sentence
from doors.licence import LICENCE_ADDRESS


def file_headers(name: str) -> dict[str, str]:
    """Headers of a file to keep under that name, with the terms it may be used on."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "public, no-cache",
        "Link": f'<{LICENCE_ADDRESS}>; rel="license"',
    }


def refused(problems: Iterable[Problem]) -> HttpResponse:
    """400 with each fault of the query string in words, a line each."""
    faults = "".join(f"{sentence(problem)}\n" for problem in problems)
    return HttpResponse(faults, status=400, content_type="text/plain; charset=utf-8")
