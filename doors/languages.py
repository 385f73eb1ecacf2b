"""The language of a file: that of its address, unless ``lang`` names the other one."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language

from doors.filtersets import StrictFilterSet, unknown_value

LANG = "lang"
#: What the names of Norwegian begin with: norsk, no, nn, bokmål.
_NORWEGIAN = ("n", "b")


def language_of(data: QueryDict) -> str:
    """The language that a query string asks for; that of the address where it names none that there is."""
    asked = data.get(LANG, "")
    return asked if asked in dict(settings.LANGUAGES) else str(get_language())


class LanguageField(forms.CharField):
    """The code of a language that there is."""

    def clean(self, value: Any) -> str:
        """Raises ValidationError for any other, naming the nearest."""
        text = str(value or "").strip()
        if text and text not in dict(settings.LANGUAGES):
            raise unknown_value(LANG, text, "nb" if text.lower().startswith(_NORWEGIAN) else "en")
        return text


class LanguageFilter(django_filters.Filter):
    """In which language heads and labels stand. It narrows no rows."""

    field_class = LanguageField


@cache
def of_file(filterset: type[StrictFilterSet]) -> type[StrictFilterSet]:
    """The FilterSet of a list as its files have it: whole, without pages, in either language."""
    added: dict[str, Any] = {LANG: LanguageFilter(method="keep", label=""), "paging": ()}
    meta = {"Meta": filterset.Meta} if hasattr(filterset, "Meta") else {}
    return type(filterset.__name__, (filterset,), {**added, **meta})


def in_asked_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view of a file, with all its words in the language of ``lang``."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_of(request.GET)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return answer
