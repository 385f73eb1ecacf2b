"""The API goes past everything that only pages need: sessions, logins, messages, languages, forms.

Its answers are the same for everybody and its texts are English, so nothing there could say anything to it. Limits and
keys are looked at before (access/middleware.py).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.urls import ResolverMatch, resolve
from django.utils import translation

from config.middleware import answer

PREFIX = "/api/"
LANGUAGE = "en"
#: Addresses whose view is remembered: to find it takes as long as the smallest statement.
ADDRESSES = 1024


class DirectDoors:
    """Middleware: hands a request for the API to its view, whatever middleware comes after this one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # It refuses hosts that are not ours and adds the slash that somebody forgot.
        self.directly: Any = CommonMiddleware(convert_exception_to_response(_view))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, or what the rest of the middleware makes of it."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with translation.override(LANGUAGE):
            return self.directly(request)  # type: ignore[no-any-return]


def _view(request: HttpRequest) -> Any:
    """What the view answers, rendered; faults of the database that pass are told as such."""
    request.resolver_match = match = _view_of(request.path_info)
    try:
        response = match.func(request, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response
    except Exception as error:
        if (told := answer(request, error)) is None:
            raise
        return told


@lru_cache(ADDRESSES)
def _view_of(path: str) -> ResolverMatch:
    """Raises Resolver404 where there is none."""
    return resolve(path)
