"""How much of the API anybody may have: a limit for each network, a higher one for each key.

Headers are those of the IETF's draft (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/).
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from access import keys
from access.counting import SECONDS, Usage, count
from access.networks import is_unlimited, network_of
from doors.api.problems import problem_answer

GetResponse = Callable[[HttpRequest], HttpResponse]

API = "/api/"
#: Browsers and proxies of a closed test send these by themselves; they are no keys and no mistake.
_BASIC = "basic"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}


class Caller(NamedTuple):
    """Whom requests are counted for."""

    #: The name of the limit.
    policy: str
    name: str
    limit: int


class KeyRefusedError(Exception):
    """The request carries what should be a key and is none."""


def limit_requests(get_response: GetResponse) -> GetResponse:
    """Middleware that counts the requests below /api/, and answers 429 to those beyond the limit."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return _limited(request, get_response) if request.path.startswith(API) else get_response(request)

    return middleware


def _limited(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    try:
        caller, refusal = _caller(request), ""
    except KeyRefusedError as error:
        caller, refusal = _network(request), str(error)
    usage = _use(caller)
    if usage and usage.is_over:
        response: HttpResponse = _too_many(caller, usage)
    elif refusal:
        response = problem_answer(HTTPStatus.UNAUTHORIZED, refusal, _CHALLENGE)
    else:
        response = get_response(request)
    return _with_limits(response, caller, usage)


def _caller(request: HttpRequest) -> Caller:
    """The key that is sent, else the network. Raises KeyRefusedError for a key that opens nothing."""
    authorization = request.headers.get("Authorization", "").strip()
    scheme, _space, secret = authorization.partition(" ")
    if not authorization or scheme.lower() == _BASIC:
        return _network(request)
    if scheme.lower() != "bearer" or not secret.strip():
        raise KeyRefusedError("Send the key as “Authorization: Bearer …”, or no key at all: none is needed.")
    known = keys.look_up(secret.strip())
    if known is None:
        raise KeyRefusedError("There is no such key, or it has been revoked. Leave it out: no key is needed.")
    return Caller("key", f"key {known.key_id}", known.limit)


def _network(request: HttpRequest) -> Caller:
    network = network_of(request)
    return Caller("network", network, 0 if is_unlimited(network) else settings.API_LIMIT_PER_MINUTE)


def _use(caller: Caller) -> Usage | None:
    """The request counted, None where there is no limit."""
    return count(caller.name, caller.limit) if caller.limit else None


def _too_many(caller: Caller, usage: Usage) -> HttpResponse:
    whom = "your key" if caller.policy == "key" else "your network"
    more = "" if caller.policy == "key" else " A key raises the limit: ask us for one."
    detail = f"More than {usage.limit} requests in a minute from {whom}. Go on in {usage.seconds_left} seconds.{more}"
    return problem_answer(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(usage.seconds_left)})


def _with_limits(response: HttpResponse, caller: Caller, usage: Usage | None) -> HttpResponse:
    """What the limit is and what is left of it; nothing where there is none."""
    if usage:
        response.headers["RateLimit-Policy"] = f'"{caller.policy}";q={usage.limit};w={SECONDS}'
        response.headers["RateLimit"] = f'"{caller.policy}";r={usage.remaining};t={usage.seconds_left}'
    return response
