"""Answers that were made once and are given again until something published changes.

An answer that follows from its address, the day and the edition (``doors/keeping.py``) is kept under the edition that
was read *before* it was made. It may be newer than that, never older; and once somebody has committed, everybody who
asks reads the next edition and finds nothing under it. So no answer is stale, whoever writes meanwhile.

Whoever may be logged in or asks for a part of a file is not answered from here, nor is their answer kept. Keys and
limits of the API have been looked at before (access/middleware.py).
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from config.shelves import Kept, shelf
from doors.keeping import may_be_kept
from published.edition import EditionReader

#: An answer in more bytes than this is made anew.
LARGEST = 512 * 1024
#: What makes a request one of somebody's own, or one for a part.
PERSONAL = ("HTTP_COOKIE", "HTTP_RANGE")
#: Headers that are about one asker, not about the answer.
OF_THE_ASKER = ("ratelimit", "x-ratelimit", "retry-after", "set-cookie")
#: Headers that speak of a body, and have no place in an answer without one.
OF_THE_BODY = ("content-length", "content-type", "content-encoding")


class KeptAnswers:
    """Middleware: gives an answer again that is kept, and keeps those that may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.ANSWER_CACHE_MB:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shelf = shelf()
        self.reader = EditionReader()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The kept answer, or a new one."""
        key = None if _is_personal(request) else self._key(request)
        if key is None:
            return self.get_response(request)
        variants = self.shelf.get(key)
        for kept in variants:
            if kept.suits(request) and (answer := _again(request, kept)):
                return answer
        response = self.get_response(request)
        if request.method == "GET" and (new := _kept(request, response)):
            self.shelf.put(key, (new, *variants))
        return response

    def _key(self, request: HttpRequest) -> str | None:
        """What the answer follows from; None while the database does not say which edition it is at."""
        if (found := self.reader.read()) is None:
            return None
        edition, identity = found
        request.current_edition = edition  # type: ignore[attr-defined]
        environ = request.META
        parts = (
            edition.number,
            identity,
            timezone.localdate(),
            request.scheme,
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        )
        return "\n".join(map(str, parts))


def _is_personal(request: HttpRequest) -> bool:
    return request.method not in {"GET", "HEAD"} or any(request.META.get(name) for name in PERSONAL)


def _kept(request: HttpRequest, response: HttpResponseBase) -> Kept | None:
    """The answer as it is kept; None for one that is not to be."""
    if not may_be_kept(response) or response.status_code != HTTPStatus.OK or response.cookies:
        return None
    if not isinstance(response, HttpResponse) or len(response.content) > LARGEST:
        return None
    varies = tuple(name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip())
    if {"*", "cookie"} & set(varies):
        return None
    headers = tuple(item for item in response.items() if not item[0].lower().startswith(OF_THE_ASKER))
    return Kept.of(request, varies, headers, response.content)


def _again(request: HttpRequest, kept: Kept) -> HttpResponseBase | None:
    """The answer as it is given again, or 304 for whoever has it; None where the view is to decide."""
    headers = dict(kept.headers)
    etag, changed = headers.get("ETag"), headers.get("Last-Modified")
    moment: Any = parse_http_date_safe(changed) if changed else None
    known: Any = get_conditional_response(request, etag=etag, last_modified=moment)
    if known is None:
        return HttpResponse(kept.content, headers=headers)
    if known.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    for name, value in kept.headers:
        if name.lower() not in OF_THE_BODY:
            known.headers[name] = value
    return known  # type: ignore[no-any-return]
