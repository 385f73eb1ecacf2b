"""Organisation numbers: nine digits with a check digit (Brønnøysundregistrene)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

_FORM = re.compile(r"[89][0-9]{8}", re.ASCII)


def compact(text: str) -> str:
    """The number without the spaces people write in it: ``974 760 673`` → ``974760673``."""
    return re.sub(r"[\s\u00a0]", "", text)


def is_valid(number: str) -> bool:
    """Whether nine ASCII digits begin with 8 or 9 and end in the right check digit (mod 11)."""
    return bool(_FORM.fullmatch(number)) and orgnr.is_valid(number)


def validate_organisation_number(number: str) -> None:
    """Raises ValidationError naming the number and what is wrong with it."""
    if not _FORM.fullmatch(number):
        raise ValidationError(
            _("“%(number)s” is not an organisation number: it has nine digits and begins with 8 or 9."),
            code="form",
            params={"number": number},
        )
    if not orgnr.is_valid(number):
        raise ValidationError(
            _("“%(number)s” is not an organisation number: its last digit does not fit the others. Check the digits."),
            code="check_digit",
            params={"number": number},
        )
