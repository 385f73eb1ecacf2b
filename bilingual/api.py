"""Text in two languages as it stands in every answer of the API."""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bilingual.expressions import picked, picked_of
from bilingual.text import LANGUAGES, both


class TextSerializer(serializers.Serializer[Any]):
    """A text in Norwegian bokmål and in English. Empty where it is not written in that language."""

    nb = serializers.CharField(allow_blank=True)
    en = serializers.CharField(allow_blank=True)

    def cell(self, scope: Any, rest: str) -> Any:
        """The text in the language of the file (doors/api/tabling.py)."""
        return (
            None
            if rest
            else scope.written(picked_of({lang: scope.path(*self.source_attrs, lang) for lang in LANGUAGES}))
        )


@extend_schema_field(TextSerializer)
class TextField(serializers.Field[Any, Any, Any, Any]):
    """``{"nb": …, "en": …}`` out of the columns ``<name>_nb`` and ``<name>_en``."""

    def __init__(self, name: str = "", *, falls_back: bool = False, **kwargs: Any) -> None:
        """``falls_back``: a proper name, which stands in English as in Norwegian where it has no English form."""
        self.column = name
        self.falls_back = falls_back
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        """Both languages, whatever the language of the request."""
        texts = both(value, self.column or self.field_name or "")
        return {**texts, "en": texts["en"] or texts["nb"]} if self.falls_back else texts

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL (doors/api/compiling.py)."""
        texts = {lang: scope.column(f"{self.column or self.field_name}_{lang}") for lang in LANGUAGES}
        if self.falls_back:
            texts["en"] = Coalesce(NullIf(texts["en"], Value("")), texts["nb"])
        return scope.object(**texts)

    def cell(self, scope: Any, rest: str) -> Any:
        """The text in the language of the file, else in the other (doors/api/tabling.py)."""
        return None if rest else scope.written(picked(scope.path(str(self.column or self.field_name))))
