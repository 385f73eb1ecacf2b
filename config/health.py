"""Two small answers for whoever watches the service: is it alive, can it serve.

They stand before all other middleware: a probe asks by number, knows no host name and does not follow to HTTPS.
"""

from collections.abc import Callable

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse


def health_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers /healthz and /readyz itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path)
        response = probe() if probe else get_response(request)
        if probe:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def alive() -> HttpResponse:
    """A worker answers. Asks nothing of the database, so that its absence restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready() -> HttpResponse:
    """The database answers too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        sentence, headers = "the database does not answer\n", {"Retry-After": "5"}
        return HttpResponse(sentence, content_type="text/plain", status=503, headers=headers)
    return HttpResponse("ok\n", content_type="text/plain")


PROBES = {"/healthz": alive, "/readyz": ready}
