"""The headers every answer of the API carries, whatever becomes of the request."""

from collections.abc import Iterable
from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

R = TypeVar("R", bound=HttpResponseBase)

#: What a script of another site may read of an answer.
EXPOSED = (
    "Allow, Content-Disposition, ETag, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "WWW-Authenticate"
)
READING = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}
#: Anybody's cache may keep an answer, and asks each time whether it still stands: that costs one small statement.
KEPT_AND_CHECKED = "public, no-cache"
#: The way out of a passing fault is not for others.
KEPT_BY_NOBODY = "no-store"


def with_headers(response: R) -> R:
    """The answer, readable by scripts of any site and by caches."""
    for name, value in READING.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", KEPT_AND_CHECKED)
    patch_vary_headers(response, ["Accept"])
    return response


def preflight(methods: Iterable[str]) -> dict[str, str]:
    """What a script of another site may send to an address that takes these methods."""
    taken = ", ".join(methods)
    return {
        **READING,
        "Allow": taken,
        "Access-Control-Allow-Methods": taken,
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Modified-Since, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
