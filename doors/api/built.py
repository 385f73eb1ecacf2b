"""Answers that are JSON already, handed on as they are."""

from dataclasses import dataclass
from typing import Any

from rest_framework.renderers import JSONRenderer


@dataclass(frozen=True)
class Built:
    """The text of an answer, as PostgreSQL built it."""

    text: str


class BuiltJSONRenderer(JSONRenderer):
    """As DRF's own, but for what is JSON already."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer in UTF-8."""
        return data.text.encode() if isinstance(data, Built) else super().render(data, *args, **kwargs)
