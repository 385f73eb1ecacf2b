"""Pages are compressed on their way: a fifth of the bytes, most of a second on a slow line."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compresses HTML where the browser takes it, padded at random so that sizes betray no token (BREACH).

    Nothing else: files and the API are asked for in masses by programs, and a proxy compresses those for less.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed when it is a page."""
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response
