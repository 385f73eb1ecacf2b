"""Linked data at the addresses of the API: who prefers Turtle or JSON-LD to JSON is given it."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from doors.linked import JSON_LD, TURTLE, LinkedDocument


class LinkedRenderer(BaseRenderer):
    """Writes documents; what is wrong with a request is said in JSON to everybody."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The document, or the problem."""
        if isinstance(data, LinkedDocument):
            return self.written(data)
        return JSONRenderer().render(data, accepted_media_type, renderer_context)

    def written(self, document: LinkedDocument) -> bytes:
        """The document in this form."""
        raise NotImplementedError


class TurtleRenderer(LinkedRenderer):
    """Turtle."""

    media_type = TURTLE
    format = "ttl"
    charset = "utf-8"

    def written(self, document: LinkedDocument) -> bytes:
        """As Turtle."""
        return document.turtle()


class JsonLdRenderer(LinkedRenderer):
    """JSON-LD."""

    media_type = JSON_LD
    format = "jsonld"
    charset = None

    def written(self, document: LinkedDocument) -> bytes:
        """As JSON-LD."""
        return document.json_ld()


class PageRenderer(BaseRenderer):
    """Stands for the page that says the same to people, where the view sends who prefers one."""

    media_type = "text/html"
    format = "html"

    def render(self, *_args: Any) -> bytes:
        """Nothing: the page is elsewhere."""
        return b""


class ByPreference(BaseContentNegotiation):
    """The form that the request likes best, by its weights, which REST framework's own choice does not look at."""

    def select_parser(self, _request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        """Nothing is read."""
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer with its media type. Raises NotAcceptable where none will do."""
        by_type = {str(renderer.media_type): renderer for renderer in renderers}
        liked = request.get_preferred_type(list(by_type))
        if liked is None:
            raise NotAcceptable(f"There is no such form here. Ask for one of these: {', '.join(by_type)}.")
        return by_type[liked], liked


class OnlyForm(ByPreference):
    """One form, whatever the request likes: the address has named it."""

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first."""
        only = next(iter(renderers))
        return only, str(only.media_type)


#: Ending of an address that names a form, with the form.
FORMS: dict[str, type[LinkedRenderer]] = {".ttl": TurtleRenderer, ".jsonld": JsonLdRenderer}
