"""Fields of the API that every app uses."""

from typing import Any

from django.utils import translation
from rest_framework import serializers


def address_field(view_name: str, lookup_field: str = "pk") -> serializers.HyperlinkedIdentityField:
    """The record's own address in the API."""
    return serializers.HyperlinkedIdentityField(view_name, lookup_field=lookup_field, lookup_url_kwarg="key")


class PageField(serializers.URLField):
    """The address of the record's page in bokmål; the page links to its English twin."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        """Absolute."""
        with translation.override("nb"):
            return str(self.context["request"].build_absolute_uri(value.get_absolute_url()))


def sources_field() -> serializers.ListField:
    """Where the record comes from."""
    return serializers.ListField(
        child=serializers.CharField(), help_text="Where it comes from: web addresses or titles."
    )
