"""How the pages write numbers, days, money and text of the other language."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from bilingual.highlights import marked
from bilingual.text import Text

register = template.Library()

NO_BREAK_SPACE = "\xa0"
MINUS = "\N{MINUS SIGN}"
MILLION = 1_000_000


@register.filter
def number(value: float | Decimal | None) -> str:
    """``10412`` as ``10 412`` in bokmål (no-break space) and ``10,412`` in English. Never for years and ids."""
    if value is None:
        return _("Not stated")
    return number_format(value, use_l10n=True, force_grouping=True).replace("-", MINUS)


@register.filter
def organisation_number(value: str) -> str:
    """``974767880`` as ``974 767 880``, which does not break over two lines."""
    return NO_BREAK_SPACE.join((value[:3], value[3:6], value[6:])) if len(value) == len("974767880") else value


@register.filter
def money(value: int) -> str:
    """Whole NOK as ``kr 157 mill.`` or ``NOK 1.5 million``, to a tenth; the exact amount below one million."""
    if abs(value) < MILLION:
        return _("NOK %(amount)s").replace(" ", NO_BREAK_SPACE) % {"amount": number(value)}
    tenths = round(Decimal(value) / MILLION, 1)
    amount = number(int(tenths) if tenths == int(tenths) else tenths)
    return _("NOK %(amount)s million").replace(" ", NO_BREAK_SPACE) % {"amount": amount}


@register.filter
def long_day(value: dt.date | dt.datetime) -> str:
    """A day in running text: ``23. november 2026``, ``23 November 2026``."""
    return date_format(_local(value), "DATE_FORMAT")


@register.filter
def short_day(value: dt.date | dt.datetime) -> str:
    """A day in tables: ``23.11.2026``, ``23 Nov 2026``."""
    return date_format(_local(value), "SHORT_DATE_FORMAT")


def _local(value: dt.date | dt.datetime) -> dt.date:
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


def known_day(value: dt.date | None, precision: str) -> str:
    """A day as exactly as it is known: ``2014``, ``juni 2014`` or ``18. juni 2014``."""
    if value is None or precision == "unknown":
        return pgettext("a day", "Not known")
    if precision == "year":
        return str(value.year)
    if precision == "month":
        return date_format(value, "YEAR_MONTH_FORMAT")
    return date_format(value, "DATE_FORMAT")


@register.simple_tag
def day_known(value: dt.date | None, precision: str) -> str:
    """``known_day`` in a template."""
    return known_day(value, precision)


@register.simple_tag
def other_lang(value: str, limit: int = 0, words: Sequence[str] = ()) -> SafeString | str:
    """A bilingual text, cut to ``limit`` characters at a word, with the folded words in it highlighted.

    Where it stands in the other language, it says so.
    """
    shown = marked(Truncator(str(value)).chars(limit) if limit else str(value), words)
    if not isinstance(value, Text) or not value.is_other:
        return shown
    note = _("(in Norwegian)") if value.lang == "nb" else _("(in English)")
    return format_html('<span lang="{}">{}</span><span class="note"> {}</span>', value.lang, shown, note)


#: What languages of names are called, by their codes.
LANGUAGES_IN_WORDS = {
    "se": gettext_lazy("Northern Sámi"),
    "smj": gettext_lazy("Lule Sámi"),
    "sma": gettext_lazy("Southern Sámi"),
    "fkv": gettext_lazy("Kven"),
}


@register.filter
def language_in_words(code: str) -> str:
    """``se`` as ``nordsamisk``."""
    return str(LANGUAGES_IN_WORDS[code])


@register.filter
def highlighted(value: str, words: Sequence[str]) -> SafeString:
    """The text with every one of the folded words in ``<mark>``."""
    return marked(str(value), words)


@register.filter
def lang_of(value: str) -> str:
    """The language of a bilingual text, for a ``lang`` attribute; empty for the language of the page."""
    return value.lang if isinstance(value, Text) and value.is_other else ""
