"""The OpenAPI schema, read out of the same FilterSets and serializers that give the answers."""

from inspect import cleandoc
from typing import Any

from django import forms
from django.utils import translation
from django.utils.choices import CallableChoiceIterator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from doors.api.choosing import MomentField
from doors.api.linked import LinkedRenderer
from doors.api.parameters import MEANINGS, string_type
from doors.api.problems import PROBLEM, ProblemSerializer
from doors.linked import JSON_LD, TURTLE

#: How the schema names what `Authorization` carries.
KEY = "key"


class Schema(AutoSchema):
    """Adds to each operation the parameters of its FilterSet and the problems it may answer with."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """In English, whatever the language of the request."""
        with translation.override("en"):
            return super().get_operation(*args, **kwargs)

    view: Any

    def get_description(self) -> str:  # type: ignore[override]
        """What the view says of itself; a record by itself is one of them."""
        if getattr(self.view, "action", "") == "retrieve":
            return f"One {self.view.noun} by itself."
        return super().get_description() if self.view.__doc__ is None else cleandoc(self.view.__doc__)

    def get_summary(self) -> str:
        """The description's first sentence, for those who look through the list of operations."""
        return self.get_description().partition("\n")[0].partition(". ")[0].rstrip(".:")

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Nothing, or a key that raises the limit."""
        return [{}, {KEY: []}]

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """With `fields`, any field of a record may be left out of it."""
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        own = (getattr(self.view, name, None) for name in ("serializer_class", "record_serializer_class"))
        if hasattr(self.view, "record_filterset") and type(serializer) in own:
            schema.pop("required", None)
        return schema

    def get_override_parameters(self) -> list[Any]:
        """One parameter for each field of the FilterSet's form, and the path's key."""
        parameters = super().get_override_parameters()
        filterset_class = getattr(self.view, "filterset_class", None)
        if filterset_class is not None:
            form = filterset_class({}, queryset=self.view.queryset).form
            empty = getattr(self.view, "may_be_empty", ())
            own = (_parameter(name, field, may_be_empty=name in empty) for name, field in form.fields.items())
            parameters = [*parameters, *own]
        if "{key}" in self.path:
            parameters.append(OpenApiParameter("key", str, "path", description=self.view.key_help))
        return parameters

    def get_response_serializers(self) -> Any:
        """The answer itself, nothing new, and the problems."""
        answer = super().get_response_serializers()
        problems = {
            400: "The query string cannot be answered; `errors` names each fault.",
            404: "There is no such page or record.",
            406: "Nothing here is of the kind that `Accept` asks for; the detail says what is.",
            401: "There is no such key, or it has been revoked; none is needed.",
            429: "Over the limit, see `RateLimit-Policy`; `Retry-After` says when to go on.",
            500: "A fault of ours, which has been logged.",
            503: "The registry is unavailable for the moment; `Retry-After` says when to come back.",
        }
        elsewhere: dict[Any, Any] = {}
        if hasattr(self.view, "record_filterset") and "{key}" in self.path:
            problems[410] = "It was public once and has been withdrawn or removed."
        if getattr(self.view, "moves", False) and "{key}" in self.path:
            text = "It has another address now, see `Location`; `merged_into` names what it was merged into."
            elsewhere = {(301, PROBLEM): OpenApiResponse(ProblemSerializer, text)}
        return {
            **self._given(answer),
            **elsewhere,
            304: OpenApiResponse(description="Unchanged: see `If-None-Match` and `If-Modified-Since`."),
            **{(status, PROBLEM): OpenApiResponse(ProblemSerializer, text) for status, text in problems.items()},
        }

    def _given(self, answer: Any) -> dict[Any, Any]:
        """The answer in each of its forms."""
        linked = [form for form in self.view.renderer_classes if issubclass(form, LinkedRenderer)]
        if not linked:
            return {200: answer}
        written = {
            TURTLE: OpenApiResponse(OpenApiTypes.STR, "The record as linked data."),
            JSON_LD: OpenApiResponse(OpenApiTypes.OBJECT, "The record as linked data."),
        }
        forms = {(200, str(form.media_type)): written[str(form.media_type)] for form in linked}
        return {(200, "application/json"): answer, **forms}


#: PostgreSQL keeps no such character in a text.
_NO_NULL = r"^[^\u0000]*$"


def _parameter(name: str, field: forms.Field, *, may_be_empty: bool) -> OpenApiParameter:
    """The parameter as the form checks it."""
    form = _type(name, field)
    return OpenApiParameter(name, {**form, "minLength": 0} if may_be_empty else form, description=MEANINGS[name])


def _type(name: str, field: forms.Field) -> dict[str, Any]:
    if isinstance(field, MomentField):
        return {"type": "string", "format": "date-time"}
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value, "default": field.initial}
    word = _word(name, field)
    return {"type": "array", "items": word} if isinstance(field, forms.MultipleChoiceField) else word


def _word(name: str, field: forms.Field) -> dict[str, Any]:
    choices: Any = getattr(field, "choices", ())
    # Choices that are worked out follow from the day or from the data, and are not for a schema to list.
    values = [] if isinstance(choices, CallableChoiceIterator) else [code for code, _label in choices if code]
    if values:
        return {"type": "string", "enum": values}
    text, longest = string_type(name), getattr(field, "max_length", None)
    if longest is None:
        return text
    # Where a format says what the values are, a pattern would only invite others.
    return {**text, "maxLength": longest, **({} if "format" in text else {"pattern": _NO_NULL})}
