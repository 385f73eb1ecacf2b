"""Answers that are not sent twice: ETags and dates, and 304 for whoever has the answer already."""

import datetime as dt
import hashlib
import time
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from doors.api.problems import problem_answer
from published.edition import CurrentEdition, current_edition

#: Enough of a digest to tell answers apart.
DIGITS = 32
#: HTTP knows whole seconds. Within these another change can follow that would have the same date.
UNSETTLED_SECONDS = 2


@dataclass(frozen=True)
class Version:
    """What an answer says of itself before it is made."""

    etag: str
    #: Seconds since 1970; None while the last change is so young that another one may have the same second.
    modified: int | None = None
    #: When what is published was last changed.
    data_as_of: dt.datetime | None = None


def version_of(request: HttpRequest) -> Version | None:
    """The version of what the address answers today, as things are published; None for what is not read.

    Costs one small statement, whatever the answer would cost.
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    edition = edition_of(request)
    request.edition = edition  # type: ignore[attr-defined]
    parts = (
        str(edition.number),
        timezone.localdate().isoformat(),
        request.build_absolute_uri(),
        request.headers.get("Accept", ""),
        release(),
    )
    etag = quote_etag(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS])
    return Version(etag, _modified(edition.changed_at), edition.changed_at)


def not_modified(request: HttpRequest, version: Version) -> HttpResponseBase | None:
    """304 for whoever names this very version by its ETag; of a date only the view knows whether there was anything."""
    if request.headers.get("If-None-Match", "*").strip() == "*":
        return None  # whether there is anything at the address is for the view to say
    answer = get_conditional_response(request, etag=version.etag)
    if answer is None or answer.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    _say(answer, version)
    return answer


def answer_conditionally(request: HttpRequest, response: HttpResponse, version: Version | None) -> HttpResponseBase:
    """The rendered answer with its version, or 304 without a body; without a version its content is the ETag."""
    if response.status_code != HTTPStatus.OK or request.method not in {"GET", "HEAD"}:
        return response
    version = version or Version(quote_etag(hashlib.sha256(response.content).hexdigest()[:DIGITS]))
    _say(response, version)
    answer = get_conditional_response(request, version.etag, version.modified, response)
    if answer is not None and answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        return problem_answer(HTTPStatus.PRECONDITION_FAILED, "The record is not as “If-Match” says any more.")
    return answer or response


def _say(response: HttpResponseBase, version: Version) -> None:
    response.headers["ETag"] = version.etag
    if version.modified is not None:
        response.headers["Last-Modified"] = http_date(version.modified)


def _modified(changed_at: dt.datetime | None) -> int | None:
    """When answers last changed: by what is published, by the day they are of, or by the code that makes them."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0)
    latest = max(changed_at.timestamp() if changed_at else 0, today.timestamp(), _released_at())
    return int(latest) if time.time() - latest > UNSETTLED_SECONDS else None


def _code() -> list[Path]:
    return sorted(Path(settings.BASE_DIR).glob("[!.]*/**/*.py"))


@cache
def _released_at() -> float:
    return max(path.stat().st_mtime for path in _code())


def edition_of(request: HttpRequest) -> CurrentEdition:
    """The edition that was read before the request was looked at any further, or else the one of now."""
    return getattr(request, "current_edition", None) or current_edition()


@cache
def release() -> str:
    """A digest of the code that makes the answers: a new release gives new ones of the same facts."""
    digest = hashlib.sha256()
    for path in _code():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]
