"""Errors of the API as RFC 9457 problem details."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.response import Response

from doors.api.problems import FaultSerializer
from doors.api.schema import PROBLEM


def problem_response(error: Exception, _context: dict[str, Any]) -> Response | None:
    """The answer to an error of the request; None for one of ours, which is logged and answered with 500."""
    if isinstance(error, Http404):
        error = NotFound()
    elif isinstance(error, SuspiciousOperation):
        error = ParseError(str(error))
    if not isinstance(error, APIException):
        return None
    return Response(_details(error), status=error.status_code, headers=_headers(error), content_type=PROBLEM)


def _details(error: APIException) -> dict[str, Any]:
    details = {
        "type": "about:blank",
        "title": HTTPStatus(error.status_code).phrase,
        "status": error.status_code,
        "detail": str(error.detail),
    }
    faults = getattr(error, "problems", ())
    return {**details, "errors": FaultSerializer(faults, many=True).data} if faults else details


def _headers(error: APIException) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(int(wait) + 1)} if wait else {}
