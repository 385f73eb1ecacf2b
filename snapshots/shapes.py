"""What a record is made of, read out of the API's own schema, so that files and API cannot disagree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: Types of Table Schema, by those of OpenAPI and their format.
_SCALARS = {
    ("string", "date"): "date",
    ("string", "date-time"): "datetime",
    ("string", ""): "string",
    ("integer", ""): "integer",
    ("number", ""): "number",
    ("boolean", ""): "boolean",
}
#: What PostgreSQL and DuckDB call them.
_COLUMN_TYPES = {
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}


@dataclass(frozen=True)
class Shape:
    """A value: a scalar, an object with parts, or an array of one kind of item."""

    kind: str
    about: str = ""
    parts: dict[str, "Shape"] = field(default_factory=dict)
    item: "Shape | None" = None

    @property
    def column_type(self) -> str:
        """The type of a column that holds it as it is."""
        if self.item:
            return f"{self.item.column_type}[]"
        if self.parts:
            parts = ", ".join(f'"{name}" {part.column_type}' for name, part in self.parts.items())
            return f"STRUCT({parts})"
        return _COLUMN_TYPES[self.kind]

    @property
    def is_named_elsewhere(self) -> bool:
        """Whether it only names another record, which is whole in a file of its own: a code or slug, and a name."""
        return bool({"code", "slug"} & self.parts.keys()) and self.parts.keys() <= {"id", "code", "slug", "name", "url"}


def shape_of(schema: dict[str, Any], components: dict[str, Any], about: str = "") -> Shape:
    """The shape that a schema of OpenAPI 3.1 describes. Raises ValueError for what no column can hold."""
    schema = _resolved(schema, components)
    about = str(schema.get("description", about))
    kind = next(iter(_kinds(schema)), "")
    if kind == "object":
        parts = {name: shape_of(part, components) for name, part in schema["properties"].items()}
        return Shape(kind, about, parts=parts)
    if kind == "array":
        return Shape(kind, about, item=shape_of(schema["items"], components))
    scalar = _SCALARS.get((kind, schema.get("format", ""))) or _SCALARS.get((kind, ""))
    if scalar is None:
        raise ValueError(f"No column can hold {schema}.")
    return Shape(scalar, about)


def _kinds(schema: dict[str, Any]) -> Iterator[str]:
    """The types a value may have, whether it may be missing or not."""
    kinds = schema.get("type", ())
    yield from (kind for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind != "null")


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """Without references, and without the choice of being null."""
    if "$ref" in schema:
        return _resolved(components[schema["$ref"].rpartition("/")[2]], components)
    for choice in ("allOf", "oneOf", "anyOf"):
        present = [_resolved(option, components) for option in schema.get(choice, ())]
        present = [option for option in present if any(_kinds(option))]
        if present:
            return {**present[0], **{name: value for name, value in schema.items() if name != choice}}
    return schema
