"""The language of a page is that of its address, and of nothing else."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageOfAddress(LocaleMiddleware):
    """Django's own, without its word to caches that the visitor's browser has a say: with our addresses it has none."""

    def process_response(self, _request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer with its language."""
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response
