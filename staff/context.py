"""What the pages of logging in need besides what allauth hands them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from staff import second_factors


def login_pages(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``mail_works`` (a forgotten password can be mended by mail), ``second_factor_missing``."""
    account: Any = getattr(request, "user", None)

    def is_missing() -> bool:
        return bool(account and account.is_authenticated and second_factors.is_missing(account))

    return {
        "mail_works": bool(settings.EMAIL_HOST) or not settings.PRODUCTION,
        "second_factor_missing": SimpleLazyObject(is_missing),
    }
