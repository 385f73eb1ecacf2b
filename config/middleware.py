"""What visitors see while the database is away, busy or overloaded: a plain sentence, and when to come back.

Errors of views arrive in ``process_exception``. Django turns errors of other middleware into responses before
any middleware could catch them, so ``server_error`` (the URL configuration's handler500) looks at those.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import psycopg
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from config.problems import asks_api, broken
from doors.api.problems import problem_answer

logger = logging.getLogger(__name__)

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

# SQLSTATE codes, https://www.postgresql.org/docs/18/errcodes-appendix.html
#: Another transaction is in the way: lock timeout, serialization failure, deadlock.
IN_THE_WAY = {"55P03", "40001", "40P01"}
#: Gave up on time (statement, idle transaction), or a standby that cannot write took over.
GAVE_UP = {"57014", "25P03", "25006"}
#: Classes: connection lost, out of resources, stopped by an operator, broken system (disk).
AWAY = ("08", "53", "57P", "58")

SENTENCES = {
    ("nb", 503): ("Registeret er utilgjengelig akkurat nå", "Prøv igjen om noen sekunder."),
    ("en", 503): ("The registry is unavailable right now", "Try again in a few seconds."),
    ("nb", 409): ("Noen andre lagrer det samme akkurat nå", "Ingenting ble lagret. Gå tilbake og prøv igjen."),
    ("en", 409): ("Somebody else is saving the same right now", "Nothing was saved. Go back and try again."),
}
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1><p>{advice}</p></main></body></html>
"""


@dataclass(frozen=True)
class Trouble:
    """A passing fault of the database, as HTTP says it."""

    status: HTTPStatus
    retry_after_seconds: int


def trouble_of(error: BaseException | None, method: str | None) -> Trouble | None:
    """What to answer to a database error that passes by itself; None for every other error."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__ if isinstance(error, Error) else None
    if not isinstance(cause, psycopg.Error):
        return None
    code = cause.sqlstate
    if code in IN_THE_WAY:
        status = HTTPStatus.SERVICE_UNAVAILABLE if method in SAFE_METHODS else HTTPStatus.CONFLICT
        return Trouble(status, retry_after_seconds=1)
    # Without a code the error is the driver's own: refused, broken off, no connection free in the pool.
    lost = code is None and isinstance(cause, psycopg.InterfaceError | psycopg.OperationalError)
    if lost or code in GAVE_UP or (code or "").startswith(AWAY):
        return Trouble(HTTPStatus.SERVICE_UNAVAILABLE, retry_after_seconds=5)
    return None


class DatabaseTrouble:
    """Answers 503, or 409 for a save that another one was in the way of, instead of 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django's hook for errors of views."""
        return answer(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: called while the error is being handled, wherever it arose."""
    passing = answer(request, sys.exc_info()[1])
    return passing or (broken() if asks_api(request) else defaults.server_error(request))


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The response to a passing fault of the database, or None when it is none."""
    trouble = trouble_of(error, request.method)
    if trouble is None:
        return None
    logger.warning("database trouble at %s: %s", request.path, " ".join(str(error).split()))
    response = problem(trouble) if asks_api(request) else page(request, trouble)
    response["Retry-After"] = str(trouble.retry_after_seconds)
    response["Cache-Control"] = "no-store"
    return response


def problem(trouble: Trouble) -> HttpResponse:
    """The answer for programs (RFC 9457)."""
    return problem_answer(trouble.status, ". ".join(SENTENCES["en", trouble.status]))


def page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The answer for people, in the language of the address; asks nothing of the database."""
    language = "en" if request.path.startswith("/en/") else "nb"
    title, advice = SENTENCES[language, trouble.status]
    context = {"language": language, "title": title, "advice": advice}
    try:
        with translation.override(language):
            content: str = render_to_string(f"{trouble.status}.html", context)
    except Exception:  # noqa: BLE001 (whatever is wrong with the template, this page must come)
        content = PAGE.format(**context)
    return HttpResponse(content, status=trouble.status, headers={"Content-Language": language})
