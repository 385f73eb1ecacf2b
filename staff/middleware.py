"""What stands between a login and the workplace: a session of its time, a password of one's own, a second factor."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from staff import second_factors, sessions
from staff.events import Kind, note

GetResponse = Callable[[HttpRequest], HttpResponse]

#: What somebody may do who has not yet chosen a password of their own, or set up the factor they must have.
_ALWAYS = {"logout", "jsi18n", "password_change", "account_logout"}
_OF_THE_ACCOUNT = ("mfa_", "usersessions_", "account_")


class OpenAccount:
    """Keeps people out of the workplace until their account is in order, and sends them where they mend it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in ``process_view``, which knows the page."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Django's hook: None opens the page."""
        match = request.resolver_match
        in_workplace = request.path.startswith(reverse("admin:index"))
        of_account = bool(match and (match.url_name or "").startswith(_OF_THE_ACCOUNT))
        if not (in_workplace or of_account) or not request.user.is_authenticated:
            return None
        if (reason := sessions.too_old(request.session)) is not None:
            return _log_out(request, reason)
        sessions.keep(request.session)
        name = str(match.url_name if match else "")
        return None if name in _ALWAYS else _next_step(request, in_workplace=in_workplace)


def _log_out(request: HttpRequest, reason: str) -> HttpResponse:
    """End a session that has had its time; the page that was asked for opens again after the login."""
    request.reason_of_logout = {"reason": reason}  # type: ignore[attr-defined]
    logout(request)
    messages.info(request, _("You were logged out to be on the safe side. Log in again to go on where you were."))
    address = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': address})}")


def _next_step(request: HttpRequest, *, in_workplace: bool) -> HttpResponse | None:
    """Where the person has to go first, or None when the account is in order."""
    account: Any = request.user
    if account.must_change_password and _came_by_password(request):
        return redirect("admin:password_change")
    if in_workplace and second_factors.is_missing(account):
        return redirect("mfa_index")
    return None


def _came_by_password(request: HttpRequest) -> bool:
    """Whoever came by the login of the owner does not know the one-time password, and needs none."""
    ways = [record["method"] for record in get_authentication_records(request, request.user)]
    return "socialaccount" not in ways


def note_downloads(get_response: GetResponse) -> GetResponse:
    """Middleware: a file that somebody takes out while logged in stands in the log, with its address.

    One that comes out of the database as it is read keeps the connection until then: nothing may be asked meanwhile.
    """

    def middleware(request: HttpRequest) -> Any:
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        response: Any = get_response(request)
        if is_known and response.headers.get("Content-Disposition", "").startswith("attachment"):
            noting = partial(note, Kind.EXPORT, account=request.user, request=request)
            taken = partial(noting, file=request.get_full_path()[:500])
            if response.streaming:
                response.streaming_content = _with_end(response.streaming_content, taken)
            else:
                taken()
        return response

    return middleware


def _with_end(pieces: Iterable[bytes], at_end: Callable[[], object]) -> Iterator[bytes]:
    """The pieces; at their end, or when nobody reads on, something more."""
    try:
        yield from pieces
    finally:
        at_end()
