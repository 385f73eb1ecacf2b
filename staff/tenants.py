"""Logging in by an owner's own login: the way there, the way back, and whose account it is."""

import logging
from http import HTTPStatus
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from staff.events import Kind, note
from staff.models import Identity
from staff.provider import TenantOAuth2Adapter

logger = logging.getLogger(__name__)

#: What a provider that is down, or answers nonsense, makes of our questions.
_TROUBLE = (requests.RequestException, OAuth2Error, KeyError, TypeError, ValueError)


class TenantAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds the account; never makes one, never changes one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The account linked to issuer and subject, or a page that says how to be linked."""
        who = sociallogin.account.extra_data
        found = Identity.objects.filter(issuer=who["issuer"], subject=who["subject"]).select_related("account").first()
        if found is None:
            note(Kind.IDENTITY_UNKNOWN, request=request, issuer=who["issuer"])
            context = {"subject": who["subject"], "tenant": sociallogin.provider.name}
            page = render(request, "socialaccount/unknown.html", context, status=HTTPStatus.FORBIDDEN)
            raise ImmediateHttpResponse(page)
        sociallogin.user = found.account

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        """Say it on a page of our own, and in the log, without what the provider sent."""
        logger.warning("login by %s failed: %s %s", provider.name, about.get("error"), about.get("exception"))
        raise ImmediateHttpResponse(_failed(request, provider.name, about.get("exception")))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False


class _Callback(OAuth2CallbackView):  # type: ignore[misc]
    """The way back, in the language that the way there began in."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state or {}
        translation.activate(self.adapter.state.get("language") or settings.LANGUAGE_CODE)
        return state, response


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the owner's own login."""
    slowed = ratelimit.consume_or_429(request, app="allauth.account", action="tenant", limit_get=True)
    return slowed or _through(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    return _through(_Callback, request, provider_id)


def _through(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """404 for an owner that is not configured; a page with another way in when the provider cannot be reached."""
    adapter = TenantOAuth2Adapter(request, provider_id)
    try:
        name = adapter.get_provider().name
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        response: HttpResponse = view.adapter_view(adapter)(request)
    except _TROUBLE as error:
        logger.warning("login by %s failed: %s", name, error)
        return _failed(request, name, error)
    return response


def _failed(request: HttpRequest, tenant: str, error: Exception | None) -> HttpResponse:
    is_down = isinstance(error, requests.RequestException)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_down else HTTPStatus.UNAUTHORIZED
    return render(request, "socialaccount/failed.html", {"tenant": tenant, "is_down": is_down}, status=status)


def configured() -> list[dict[str, str]]:
    """The owners whose own login works here: ``slug``, ``name`` and ``issuer``."""
    return [
        {"slug": app["provider_id"], "name": app["name"], "issuer": app["settings"]["server_url"]}
        for app in settings.SOCIALACCOUNT_PROVIDERS["tenant"]["APPS"]
    ]
