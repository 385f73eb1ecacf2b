"""Answers that are no pages."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

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


def streamed(request: HttpRequest, pieces: Any, content_type: str, headers: dict[str, str]) -> HttpResponseBase:
    """The file as its pieces come; to whoever asks for the head alone, only that. The pieces can be closed."""
    if request.method == "HEAD":
        pieces.close()
        return HttpResponse(content_type=content_type, headers=headers)
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
