"""What the pages of logging in need besides what allauth hands them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from staff import second_factors
from staff.tenants import configured


def login_pages(request: HttpRequest) -> dict[str, Any]:
    """Context processor for the pages of logging in.

    ``tenants`` (owners' own logins), ``mail_works`` (a forgotten password is mended by mail) and
    ``second_factor_missing``.
    """
    account: Any = getattr(request, "user", None)

    def is_missing() -> bool:
        return bool(account and account.is_authenticated and second_factors.is_missing(account))

    return {
        "tenants": SimpleLazyObject(configured),
        "mail_works": bool(settings.EMAIL_HOST) or not settings.PRODUCTION,
        "second_factor_missing": SimpleLazyObject(is_missing),
    }
