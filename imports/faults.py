"""What is wrong with a file or a cell, kept so that it can be said in the language of whoever reads it."""

from dataclasses import dataclass, field
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext


@dataclass(frozen=True)
class Fault:
    """A sentence about one column of a row, or, without a column, about the whole row."""

    message: str
    params: dict[str, str] = field(default_factory=dict)
    column: str = ""
    value: str = ""

    @classmethod
    def of(cls, message: Promise | str, *, column: str = "", value: str = "", **params: object) -> Self:
        """The fault that a text marked for translation describes."""
        return cls(_untranslated(message), {name: str(param) for name, param in params.items()}, column, value)

    @classmethod
    def all_of(cls, error: ValidationError, *, column: str, value: str) -> list[Self]:
        """The faults that a field found."""
        return [
            cls(_untranslated(one.message), {name: str(p) for name, p in (one.params or {}).items()}, column, value)
            for one in error.error_list
        ]

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The fault that ``as_json`` kept."""
        return cls(**kept)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the row."""
        return {"message": self.message, "params": self.params, "column": self.column, "value": self.value}

    def __str__(self) -> str:
        """In the language of the page."""
        text = gettext(self.message)
        return text % self.params if self.params else text


class FileRefusedError(Exception):
    """The file as a whole cannot be read. Carries the faults, each a sentence with a way out."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*map(str, faults))
        self.faults = list(faults)


def _untranslated(message: Promise | str) -> str:
    with translation.override(None):
        return str(message)
