"""The language of the workplace: that of the page somebody logged in on, until they choose the other.

The workplace has one address for all languages, so the session remembers.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

KEY = "workplace_language"
_CODES = {code for code, _name in settings.LANGUAGES}


def keep(request: HttpRequest) -> None:
    """From now on the workplace speaks the language of this page."""
    request.session[KEY] = translation.get_language()


def speak(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: pages of the workplace are in the language that the session remembers."""
    workplace = reverse("admin:index")

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(workplace) and request.session.get(KEY) in _CODES:
            translation.activate(request.session[KEY])
            request.LANGUAGE_CODE = request.session[KEY]
        return get_response(request)

    return middleware


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Another language, on the page where it was chosen; a language that does not exist changes nothing."""
    language, following = request.POST.get("language", ""), request.POST.get("next", "")
    if language in _CODES:
        request.session[KEY] = language
    is_ours = url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure())
    return redirect(following if is_ours else "admin:index")
