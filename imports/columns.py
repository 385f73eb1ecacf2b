"""What a column of a file is called, how its cells are read, and how its values are shown.

A value is kept in one form, a text: codes for choices and places, 2016, 2016-06 or 2016-06-20 for dates. Empty is
not known. ``read`` makes it from what people write, ``show`` makes of it what a file or page shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.organisation_number import compact, validate_organisation_number
from doors.filtersets import nearest
from imports.dates import read_day, read_inexact
from imports.faults import Fault
from imports.limits import CELL
from imports.wording import in_every_language

Read = Callable[[str], str]
Show = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """A column that is imported."""

    key: str
    header: Promise
    read: Read
    show: Show = str
    example: str = ""
    note: Promise | str = ""
    aliases: tuple[str, ...] = ()
    #: Tells which record the row is about; never a change by itself.
    is_key: bool = False
    #: Stands in our templates and lists.
    is_offered: bool = True


def text_of(model: type[models.Model], name: str) -> Read:
    """A text that the model's field takes."""
    field: Any = model._meta.get_field(name)

    def read(text: str) -> str:
        """Raises the ValidationError of the field."""
        return str(field.clean(text, None))

    return read


def free_text(text: str) -> str:
    """The text as it is."""
    return text[:CELL]


def address(model: type[models.Model], name: str = "website") -> Read:
    """A web address; one written without a scheme is a secure one."""
    read = text_of(model, name)
    return lambda text: read(text if "://" in text else f"https://{text}")


def email(text: str) -> str:
    """An e-mail address."""
    validate_email(text)
    return text


def number(text: str) -> str:
    """An id of ours."""
    if not (text.isascii() and text.isdigit()):
        raise ValidationError(
            _("“%(text)s” is not an id: ids are whole numbers. Leave the cell empty if you do not know it."),
            params={"text": text},
        )
    return str(int(text))


def year(text: str) -> str:
    """A year alone."""
    found = read_inexact(text)
    if len(found) != len("2016"):
        raise ValidationError(_("“%(text)s” is not a year. Write four digits (2016)."), params={"text": text})
    return found


def organisation_number(text: str) -> str:
    """Nine digits; the spaces, points and “NO … MVA” that people write around them are left out."""
    digits = compact(text).replace(".", "").upper().removeprefix("NO").removesuffix("MVA")
    validate_organisation_number(digits)
    return digits


def one_of(choices: type[models.TextChoices]) -> tuple[Read, Show]:
    """A choice by its code or its label in either language; shown by its label."""

    @cache
    def known_names() -> dict[str, str]:
        return {name.casefold(): choice.value for choice in choices for name in _names(choice)}

    def read(text: str) -> str:
        """Raises ValidationError with the nearest choice."""
        known = known_names()
        shown = [str(choice.label) for choice in choices]
        return known.get(" ".join(text.split()).casefold()) or _unknown(text, list(known), shown)

    return read, lambda value: choices(value).label if value else ""


def coded(text: str, known: dict[str, str]) -> str:
    """The code that the text means; ``known`` has it by every folded name. Raises ValidationError with the nearest."""
    shown = sorted(set(known.values()))
    return known.get(" ".join(text.split()).casefold()) or _unknown(text, list(known), shown)


def faults_of(error: ValidationError, key: str, text: str) -> list[Fault]:
    """The faults that a reader found in the cell."""
    return Fault.all_of(error, column=key, value=text)


def _names(choice: Any) -> set[str]:
    return {choice.value, *in_every_language(choice.label)}


def _unknown(text: str, known: list[str], shown: list[str]) -> str:
    near = nearest(text, known)
    if near:
        message = _("“%(text)s” is not known here. Did you mean “%(near)s”?")
        raise ValidationError(message, params={"text": text, "near": near})
    raise ValidationError(
        _("“%(text)s” is not known here. Write one of: %(known)s."),
        params={"text": text, "known": ", ".join(shown)},
    )


day, inexact = read_day, read_inexact
