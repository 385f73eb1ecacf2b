"""Pages of logging in that are not allauth's."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from staff.adapters import note_slowed


def slowed_down(request: HttpRequest) -> HttpResponse:
    """429: too many attempts from one address. Says when to come back."""
    note_slowed(request)
    response = render(request, "account/slowed_down.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "60"
    return response
