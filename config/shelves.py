"""Where kept answers stand: in the worker's own memory, or in a Redis that all workers share."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol, Self

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from doors.api.conditional import release

#: The answers that may be kept of one address, for different askers.
MOST_VARIANTS = 4
#: What an answer costs beside its text and headers (bytes).
OVERHEAD = 600
#: Nobody asks for answers of an edition gone by: a shared shelf forgets them after an hour.
SECONDS = 3600

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kept:
    """An answer, and what a request must say to be given it."""

    asked: Headers
    headers: Headers
    content: bytes

    @classmethod
    def of(cls, request: HttpRequest, varies: tuple[str, ...], headers: Headers, content: bytes) -> Self:
        """The answer to the request, which varies by these of its headers."""
        return cls(tuple((name, _said(request, name)) for name in varies), headers, content)

    def suits(self, request: HttpRequest) -> bool:
        """Whether the request would be answered with the same."""
        return all(_said(request, name) == value for name, value in self.asked)

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return OVERHEAD + len(self.content) + sum(len(name) + len(value) for name, value in self.headers)


def _said(request: HttpRequest, name: str) -> str:
    """The request's header; of the encodings it takes, only whether pages may come compressed."""
    value = request.headers.get(name, "")
    return str("gzip" in value) if name == "accept-encoding" else value


Variants = tuple[Kept, ...]


class Shelf(Protocol):
    """Keeps answers by a key that says everything they follow from, and forgets them when it likes."""

    def get(self, key: str) -> Variants:
        """The answers under the key."""

    def put(self, key: str, variants: Variants) -> None:
        """Keep these under the key, the first ones before the others."""


class OwnShelf:
    """In memory, at most so many bytes: what nobody has asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = Lock()
        self._answers: OrderedDict[str, Variants] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Variants:
        """The answers under the key."""
        with self._lock:
            found = self._answers.get(key, ())
            if found:
                self._answers.move_to_end(key)
            return found

    def put(self, key: str, variants: Variants) -> None:
        """Keep these, and let the oldest go while there is no room."""
        with self._lock:
            self._bytes -= _bytes(self._answers.pop(key, ()))
            self._answers[key] = variants[:MOST_VARIANTS]
            self._bytes += _bytes(self._answers[key])
            while self._bytes > self._most:
                self._bytes -= _bytes(self._answers.popitem(last=False)[1])


class SharedShelf:
    """In a cache of Django's, for all workers and machines with the same release of the code."""

    def __init__(self, name: str) -> None:
        self._cache: Any = caches[name]

    def get(self, key: str) -> Variants:
        """The answers under the key."""
        return self._cache.get(_digest(key), ())  # type: ignore[no-any-return]

    def put(self, key: str, variants: Variants) -> None:
        """Keep these for a while."""
        self._cache.set(_digest(key), variants[:MOST_VARIANTS], SECONDS)


def shelf() -> Shelf:
    """The one the settings ask for."""
    if "answers" in settings.CACHES:
        return SharedShelf("answers")
    return OwnShelf(settings.ANSWER_CACHE_MB * 1024 * 1024)


def _bytes(variants: Variants) -> int:
    return sum(kept.size for kept in variants)


def _digest(key: str) -> str:
    """A key that every cache takes; other code, or other settings of what is shown, never finds it."""
    parts = (release(), settings.ACCESSIBILITY_STATEMENT_URL, str(settings.HTTPS_ONLY), key)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
