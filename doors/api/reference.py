"""The API in a form that a page can show, read out of its schema: the page can say nothing that the schema does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

#: The part of an address that names a record.
KEY = "key"


@dataclass(frozen=True)
class Part:
    """A piece of a text, as words or as they are typed."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class Parameter:
    """A parameter of the query string, and what may stand in it."""

    name: str
    meaning: tuple[Part, ...]
    #: Every value there is; none where they are too many to list.
    values: tuple[str, ...]
    format: str
    bounds: str


@dataclass(frozen=True)
class Operation:
    """One address that can be asked."""

    name: str
    path: str
    meaning: tuple[Part, ...]
    parameters: tuple[Parameter, ...]
    media_types: tuple[str, ...]

    @property
    def key(self) -> Parameter | None:
        """What names a record in the address, None where the address names none."""
        return next((parameter for parameter in self.parameters if parameter.name == KEY), None)

    @property
    def taken(self) -> tuple[Parameter, ...]:
        """What may stand in the query string."""
        return tuple(parameter for parameter in self.parameters if parameter.name != KEY)


@dataclass(frozen=True)
class Resource:
    """The addresses of one kind of record."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Status:
    """What can become of a request."""

    code: str
    meaning: tuple[Part, ...]


@dataclass(frozen=True)
class Reference:
    """Everything the schema tells of."""

    resources: tuple[Resource, ...]
    #: Each once, with the resources that take it.
    parameters: tuple[tuple[Parameter, tuple[str, ...]], ...]
    statuses: tuple[Status, ...]


@cache
def reference() -> Reference:
    """The API of this version of the code. Made once a process: that costs a second."""
    generator: Any = SchemaGenerator
    with translation.override("en"):
        schema = generator().get_schema(request=None, public=True)
    operations = [(path, method) for path, methods in schema["paths"].items() for method in methods.values()]
    resources: dict[str, list[Operation]] = {}
    for path, told in operations:
        for tag in told.get("tags", ()):
            resources.setdefault(tag, []).append(_operation(path, told))
    found = tuple(Resource(name, tuple(parts)) for name, parts in resources.items())
    return Reference(found, _by_parameter(found), _statuses(told for _path, told in operations))


def parts(text: str) -> tuple[Part, ...]:
    """The text with what stands between backticks told apart."""
    pieces = enumerate(" ".join(text.split()).split("`"))
    return tuple(Part(piece, is_code=bool(number % 2)) for number, piece in pieces if piece)


def _operation(path: str, told: dict[str, Any]) -> Operation:
    return Operation(
        told["operationId"],
        path,
        parts(told.get("description", "")),
        tuple(_parameter(parameter) for parameter in told.get("parameters", ())),
        tuple(told["responses"]["200"].get("content", {})),
    )


def _parameter(told: dict[str, Any]) -> Parameter:
    form = told["schema"].get("items", told["schema"])
    bounds = [str(form[name]) for name in ("minimum", "maximum") if form.get(name) is not None]
    return Parameter(
        told["name"],
        parts(told.get("description", "")),
        tuple(map(str, form.get("enum", ()))),
        form.get("format", form["type"]) if "type" in form else "",
        "–".join(bounds) if len(bounds) > 1 else "",
    )


def _by_parameter(resources: Iterable[Resource]) -> tuple[tuple[Parameter, tuple[str, ...]], ...]:
    known: dict[str, tuple[Parameter, list[str]]] = {}
    for resource in resources:
        for operation in resource.operations:
            for parameter in operation.taken:
                taken_by = known.setdefault(parameter.name, (parameter, []))[1]
                if resource.name not in taken_by:
                    taken_by.append(resource.name)
    return tuple((parameter, tuple(names)) for _name, (parameter, names) in sorted(known.items()))


def _statuses(operations: Iterable[dict[str, Any]]) -> tuple[Status, ...]:
    texts = {code: answer["description"] for told in operations for code, answer in told["responses"].items()}
    return tuple(Status(code, parts(text)) for code, text in sorted(texts.items()) if text)
