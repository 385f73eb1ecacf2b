"""Answers that are not sent twice: ETags, and 304 for whoever has the answer already."""

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from published.edition import current_edition

#: Enough of a digest to tell answers apart.
DIGITS = 32


def etag_of_edition(request: HttpRequest) -> str:
    """The ETag of what the address answers today, as things are published; empty for what is not read.

    Costs one small statement, whatever the answer would cost.
    """
    if request.method not in {"GET", "HEAD"}:
        return ""
    parts = (
        str(current_edition()),
        timezone.localdate().isoformat(),
        request.build_absolute_uri(),
        request.headers.get("Accept", ""),
        _release(),
    )
    return quote_etag(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS])


def not_modified(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """304 for whoever names this very ETag."""
    if request.headers.get("If-None-Match", "*").strip() == "*":
        return None  # whether there is anything at the address is for the view to say
    answer = get_conditional_response(request, etag=etag)
    if answer is None or answer.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    answer.headers["ETag"] = etag
    return answer


def answer_conditionally(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponseBase:
    """The rendered answer with its ETag, or 304 without a body; without ``etag`` its content is the ETag."""
    if response.status_code != HTTPStatus.OK or request.method not in {"GET", "HEAD"}:
        return response
    response["ETag"] = etag = etag or quote_etag(hashlib.sha256(response.content).hexdigest()[:DIGITS])
    return get_conditional_response(request, etag=etag, response=response) or response


@cache
def _release() -> str:
    """A digest of the code that makes the answers: a new release gives new ones of the same facts."""
    digest = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR).glob("[!.]*/**/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]
