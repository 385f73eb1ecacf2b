"""Errors of the API as RFC 9457 problem details."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import DisallowedHost, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, NotAcceptable, NotFound, ParseError, UnsupportedMediaType
from rest_framework.response import Response

from doors.api.headers import KEPT_BY_NOBODY
from doors.api.problems import PROBLEM, FaultSerializer, details, problem_answer

#: What the request was before Django refused it, in the caller's words.
_REFUSED = {
    DisallowedHost: "The registry does not answer to the host name of this request.",
    TooManyFieldsSent: "The query string has more parameters than any answer takes.",
}
#: Passes by itself, or is about the caller: nothing for others to be served out of a cache.
_OWN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}


def asks_api(request: HttpRequest) -> bool:
    """Whether a program is to be answered, and in problem details."""
    return request.path.startswith("/api/")


def refused(error: Exception) -> HttpResponse:
    """400: Django refused the request before any view saw it."""
    return problem_answer(HTTPStatus.BAD_REQUEST, _in_words(error))


def not_there(request: HttpRequest) -> HttpResponse:
    """404: no view of the API has the address."""
    return problem_answer(HTTPStatus.NOT_FOUND, f"There is nothing at “{request.path[:200]}”.")


def broken() -> HttpResponse:
    """500: a fault of ours."""
    return problem_answer(
        HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. It has been logged; try again later."
    )


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error of the request; None for one of ours, which is logged and answered with 500."""
    if isinstance(error, Http404):
        error = NotFound()
    elif isinstance(error, SuspiciousOperation):
        error = ParseError(_in_words(error))
    if not isinstance(error, APIException):
        return None
    body = {**details(error.status_code, _detail(error, context)), **_faults(error)}
    return Response(body, status=error.status_code, headers=_headers(error), content_type=PROBLEM)


def _in_words(error: Exception) -> str:
    return next((text for kind, text in _REFUSED.items() if isinstance(error, kind)), "The request cannot be read.")


def _detail(error: APIException, context: dict[str, Any]) -> str:
    """What is wrong and, where the address could be asked in another way, what that is."""
    view = context.get("view")
    if isinstance(error, NotAcceptable) and view is not None:
        return f"Nothing here is of the kind that “Accept” asks for. Ask for {_kinds(view.renderer_classes)}."
    if isinstance(error, UnsupportedMediaType) and view is not None:
        return f"{error.detail} Send {_kinds(view.parser_classes)}."
    return str(error.detail)


def _kinds(classes: Any) -> str:
    return " or ".join(dict.fromkeys(str(kind.media_type) for kind in classes))


def _faults(error: APIException) -> dict[str, Any]:
    faults = getattr(error, "problems", ())
    return {"errors": FaultSerializer(faults, many=True).data} if faults else {}


def _headers(error: APIException) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    passing = error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.status_code in _OWN
    return {
        **({"Retry-After": str(int(wait) + 1)} if wait else {}),
        **({"Cache-Control": KEPT_BY_NOBODY} if passing else {}),
    }
