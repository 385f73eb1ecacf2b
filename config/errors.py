"""Error pages in the registry's own frame and in the language of the address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_from_path

from config.problems import asks_api, not_there, refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: Django refused the request before any view saw it."""
    if asks_api(request):
        return refused(exception)
    return _page(request, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """404: there is no such page or record."""
    if asks_api(request):
        return not_there(request)
    return _page(request, 404)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    with translation.override(get_language_from_path(request.path) or settings.LANGUAGE_CODE):
        return render(request, f"{status}.html", status=status)
