"""Two small answers for whoever watches the service: is it alive, can it serve."""

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Alive: a worker answers. Asks nothing of the database, so that its absence restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Ready: the database answers. 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        sentence, headers = "the database does not answer\n", {"Retry-After": "5"}
        return HttpResponse(sentence, content_type="text/plain", status=503, headers=headers)
    return HttpResponse("ok\n", content_type="text/plain")
