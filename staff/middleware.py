"""A one-time password opens one page: the one where a new password is chosen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

GetResponse = Callable[[HttpRequest], HttpResponse]


def change_one_time_password(get_response: GetResponse) -> GetResponse:
    """Send staff who logged in with a one-time password to the page that replaces it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        admin = reverse("admin:index")
        if not request.path.startswith(admin) or not getattr(request.user, "must_change_password", False):
            return get_response(request)
        change = reverse("admin:password_change")
        if request.path in {change, reverse("admin:logout"), reverse("admin:jsi18n")}:
            return get_response(request)
        return HttpResponseRedirect(change)

    return middleware
