"""Fields of the API that every app uses."""

import datetime as dt
from typing import Any

from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers


def address_field(view_name: str, lookup_field: str = "pk") -> serializers.HyperlinkedIdentityField:
    """The record's own address in the API."""
    return serializers.HyperlinkedIdentityField(view_name, lookup_field=lookup_field, lookup_url_kwarg="key")


class PageField(serializers.URLField):
    """The address of the record's page in bokmål; the page links to its English twin."""

    def __init__(self, view_name: str, lookup_field: str = "pk", **kwargs: Any) -> None:
        """``lookup_field`` names the record in the address of its page."""
        self.view_name = view_name
        self.lookup_field = lookup_field
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        """Absolute."""
        with translation.override("nb"):
            path = reverse(self.view_name, args=[getattr(value, self.lookup_field)])
        return str(self.context["request"].build_absolute_uri(path))

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL."""
        with translation.override("nb"):
            return scope.address(self.view_name, self.lookup_field)

    def cell(self, scope: Any, rest: str) -> Any:
        """The page in the language of the file (doors/api/tabling.py)."""
        return None if rest else scope.address(self.view_name, self.lookup_field)


class MomentField(serializers.DateTimeField):
    """A moment of UTC to the microsecond."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M:%S.%fZ", default_timezone=dt.UTC, **kwargs)

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL."""
        return scope.moment(*self.source_attrs)

    def cell(self, scope: Any, rest: str) -> Any:
        """The day, in Norwegian time: so much is read in a table."""
        return None if rest else TruncDate(scope.column(*self.source_attrs))


class SourcesField(serializers.ListField):
    """Where the record comes from."""

    def __init__(self) -> None:
        super().__init__(child=serializers.CharField(), help_text="Where it comes from: web addresses or titles.")

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL."""
        return scope.sources()

    def cell(self, scope: Any, rest: str) -> Any:
        """All of them, as they are kept, with `` | `` between."""
        return None if rest else scope.written(scope.column("source"))
