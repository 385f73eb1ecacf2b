"""What the templates of the catalogue ask of names that came out of the database as JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bilingual.highlights import is_asked
from bilingual.templatetags.bilingual import number
from bilingual.text import Text, pick
from clusters.composition import CAP
from clusters.linked.pages import breadcrumbs_data
from doors.api.statements import Kept
from doors.days import FIRST_DAY
from doors.filtersets import Problem

register = template.Library()

#: Rows of lists as they are shown; a page of another question often has the same.
CARDS: Kept[SafeString] = Kept(1_000)

LONGEST_ADDRESS = 60
#: Characters that mean something to HTML, as JSON may write them too.
IN_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag
def first_day() -> str:
    """The first day there is anything to show of, as a date field takes it."""
    return FIRST_DAY.isoformat()


@register.simple_tag
def linked_data(data: Mapping[str, Any]) -> SafeString:
    """The data in the page for machines; no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).translate(IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Mapping[str, Any], here: str, parent: str, parent_url: str) -> SafeString:
    """Where the page stands, for machines."""
    request = context["request"]
    steps = [(_("Home"), reverse("clusters:home")), (parent, parent_url), (here, request.path)]
    return linked_data(breadcrumbs_data(request, *((str(name), address) for name, address in steps if name)))


@register.simple_tag(takes_context=True)
def mended(context: Mapping[str, Any], problem: Problem) -> str:
    """The page's query string with what the problem offers."""
    return problem.mended(context["request"].GET)


@register.simple_tag(takes_context=True)
def shown_as_card(context: Mapping[str, Any], row: Any) -> SafeString:
    """The row of a list by the template in ``card``, made once for an edition; with marked words, each time."""
    listing = context["listing"]
    shown = {"row": row, "dated": listing.dated, "words": listing.words}
    make = partial(render_to_string, context["card"], shown)
    if listing.words:
        return make()
    return CARDS.get((context["card"], row.pk, listing.day, listing.dated, get_language(), context["edition"]), make)


@register.filter
def named(texts: Mapping[str, str]) -> Text:
    """The name out of ``{"nb": …, "en": …}`` for this page."""
    return pick(texts)


@register.filter
def names(rows: Iterable[Mapping[str, str]] | None) -> str:
    """The names of several, with commas."""
    return ", ".join(pick(row) for row in rows or ())


@register.filter
def other_names_asked(row: Any, words: list[str]) -> list[str]:
    """Other names of the row that any of the folded words leads to, two at most, where its own name lacks a word."""
    parts = re.findall(r"[^\W_]+", row.name)
    missing = [word for word in words if not any(is_asked(part, [word]) for part in parts)]
    names = row.other_names.splitlines() if missing else []
    return [name for name in names if any(is_asked(part, missing) for part in re.findall(r"[^\W_]+", name))][:2]


@register.filter
def county(row: Any) -> str:
    """The counties of the day out of ``with_places(day)``; the seat itself where it lies in none."""
    found = [pick(place) for place in row.places or () if place["level"] == "county"]
    return " / ".join(found) or (str(row.seat.name) if row.seat else "")


@register.filter
def lying(row: Any) -> list[Mapping[str, str]]:
    """The places of the day out of ``with_places(day)``, a municipality before its county."""
    return sorted(row.places or (), key=lambda place: -len(place["code"]))


@register.filter
def municipality(row: Any) -> str:
    """The municipality of the day out of ``with_places(day)``."""
    return " / ".join(pick(place) for place in row.places or () if place["level"] == "municipality")


@register.filter
def at_most(count: int) -> str:
    """The number, or that there are more than are counted."""
    return _("over %(number)s") % {"number": number(CAP)} if count > CAP else number(count)


@register.filter
def is_address(source: str) -> bool:
    """Whether a source is a web address, not a title."""
    return source.startswith(("https://", "http://"))


@register.filter
def short_address(address: str) -> str:
    """A web address as it is read: ``siva.no/2016/06/nye-…``."""
    parts = urlsplit(address)
    text = (parts.netloc.removeprefix("www.") + parts.path).rstrip("/")
    return text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}…"


@register.filter
def host(address: str) -> str:
    """Only the host of a web address: ``siva.no``."""
    return urlsplit(address).netloc.removeprefix("www.")


@register.filter
def address(query: object) -> str:
    """A link to the page itself with the query string, and without a lone question mark."""
    return f"?{query}" if str(query) else "."
