"""A page's own address and that of its other language, for every template."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property

from bilingual.text import LANGUAGES, current_language


@dataclass(frozen=True)
class Version:
    """The page in one language."""

    code: str
    path: str
    url: str
    is_current: bool


class Addresses:
    """Worked out when a template asks, so that pages without the links pay nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def canonical(self) -> str:
        """The page's absolute address with its query string."""
        return self._request.build_absolute_uri()

    @cached_property
    def versions(self) -> list[Version]:
        """The page in each language, the query string kept; the front page where it has no other version."""
        here = current_language()
        versions = []
        for code in LANGUAGES:
            path = self._request.get_full_path() if code == here else self._translated(code)
            url = self._request.build_absolute_uri(path)
            versions.append(Version(code, path, url, code == here))
        return versions

    def _translated(self, code: str) -> str:
        path = self._request.get_full_path()
        found = translate_url(path, code)
        front = "/" if code == LANGUAGES[0] else f"/{code}/"
        return found if urlsplit(found).path != urlsplit(path).path else front


def addresses(request: HttpRequest) -> dict[str, Addresses]:
    """Context processor: ``addresses.canonical`` and ``addresses.versions``."""
    return {"addresses": Addresses(request)}
