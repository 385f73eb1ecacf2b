"""The coded values a query may name, tiers and the moves between them, sectors and regions, in one statement."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from bilingual.text import Text, pick
from clusters.models import Sector
from clusters.moves import OUTSIDE, ends, moves, name_outside
from doors.filtersets import nearest
from programmes.models import Tier
from regions.models import Region
from regions.nearest import nearest_code as nearest_region


@dataclass(frozen=True)
class Term:
    """A value of a parameter with its name in both languages."""

    parameter: str
    code: str
    nb: str
    en: str
    order: str
    is_option: bool
    #: The record's id; None for what is no record.
    key: int | None = None

    @property
    def name(self) -> Text:
        """The name in the language of the page."""
        return pick({"nb": self.nb, "en": self.en})


def load(day: dt.date, region_codes: Iterable[str] = ()) -> list[Term]:
    """All tiers, moves and sectors, the counties of the day, and any region among ``region_codes`` whatever its era.

    In the order they are shown: tiers by rank, the others by the Norwegian alphabet. Terms that are not
    offered as a choice (a move, an old county somebody asked for) have ``is_option`` False.
    """
    tiers = _rows(Tier.objects.all(), "tier", ("code", "short_name"), Cast("rank", CharField()))
    sectors = _rows(Sector.objects.all(), "sector", ("slug", "name"), "name_key")
    counties = Q(level=Region.Level.COUNTY, period__contains=day)
    regions = Region.objects.filter(counties | Q(code__in=list(region_codes)))
    options = regions.filter(counties)
    # Code and key together make the order total; a region's level decides whether it is an option.
    rows = tiers.union(
        sectors,
        _rows(options, "region", ("code", "name"), "name_key"),
        _rows(regions.exclude(counties), "region", ("code", "name"), "name_key", is_option=False),
        all=True,
    )
    terms = [Term(*row) for row in rows]
    ordered = sorted(terms, key=lambda term: (term.parameter, term.order, term.code))
    return [*ordered, *_moves([term for term in ordered if term.parameter == "tier"])]


def _moves(tiers: list[Term]) -> list[Term]:
    outside = {lang: name_outside(lang) for lang in ("nb", "en")}
    names = {OUTSIDE: outside, **{tier.code: {"nb": tier.nb, "en": tier.en or tier.nb} for tier in tiers}}
    found = []
    for code in moves(tier.code for tier in tiers):
        nb, en = (" → ".join(names[end][lang] for end in ends(code)) for lang in ("nb", "en"))
        found.append(Term("moved", code, nb, en, order="", is_option=False))
    return found


def _rows(queryset: Any, parameter: str, names: tuple[str, str], order: Any, *, is_option: bool = True) -> Any:
    code, name = names
    text = CharField()
    return queryset.order_by().values_list(
        Value(parameter, output_field=text),
        Cast(code, text),
        Cast(f"{name}_nb", text),
        Cast(f"{name}_en", text),
        Concat(order, Value(""), output_field=text),
        Value(is_option),
        "pk",
    )


def nearest_code(parameter: str, value: str, day: dt.date) -> str:
    """The valid code that a faulty value was most likely meant to be, empty where none is likely."""
    if parameter == "region":
        return nearest_region(value, day)
    if parameter == "moved":
        return nearest(value, moves(list(Tier.objects.order_by("code").values_list("code", flat=True))))
    model, field = {"tier": (Tier, "code"), "sector": (Sector, "slug")}[parameter]
    return nearest(value, model._default_manager.order_by(field).values_list(field, flat=True))
