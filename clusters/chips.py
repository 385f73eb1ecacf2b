"""The values in force in a list, by name, each with the way to take it back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from bilingual.templatetags.bilingual import long_day
from clusters.addresses import DEFAULTS, Address
from clusters.choices import NOT_STATED, TOGETHER
from clusters.facets import choices
from clusters.filtersets import RegistryFilterSet
from clusters.models import Cluster, Organisation

#: Parameters that name records, with the column that names it.
NAMED_RECORDS: dict[str, tuple[Any, str]] = {
    "organisation": (Organisation, "pk"),
    "cluster": (Cluster, "slug"),
    "member_of": (Cluster, "slug"),
}


@dataclass(frozen=True)
class Chip:
    """A value in force, and the query string without it."""

    parameter: str
    label: str
    name: str
    query_without: str


def chips(filterset: RegistryFilterSet, address: Address) -> list[Chip]:
    """One for each value of the query that does not go without saying, in the order of the form."""
    found = []
    for parameter, value in filterset.form.cleaned_data.items():
        if not value or parameter not in filterset.filters or value == DEFAULTS.get(parameter):
            continue
        for one in value if isinstance(value, list) else [value]:
            without = address.without(parameter, one if isinstance(value, list) else "")
            found.append(
                Chip(parameter, _label(filterset, parameter, one), name_of(filterset, parameter, one), without)
            )
    return found


def _label(filterset: RegistryFilterSet, parameter: str, value: Any) -> str:
    is_municipality = parameter == "region" and value.isdigit() and len(value) == len("4601")
    return _("Municipality") if is_municipality else str(filterset.filters[parameter].label)


def name_of(filterset: RegistryFilterSet, parameter: str, value: Any) -> str:
    """What a value of the query is called."""
    if parameter == "q":
        return _("“%(words)s”") % {"words": value}
    if isinstance(value, dt.date):
        return long_day(value)
    if parameter in filterset.coded and value == NOT_STATED:
        return _("Not stated")
    if parameter in filterset.coded:
        terms = [term for term in filterset.terms if (term.parameter, term.code) == (parameter, value)]
        return str(terms[0].name) if terms else value
    if parameter in NAMED_RECORDS:
        return _record_name(filterset, parameter, value)
    return dict(choices(filterset, parameter)).get(value, str(value))


def _record_name(filterset: RegistryFilterSet, parameter: str, value: str) -> str:
    model, lookup = NAMED_RECORDS[parameter]
    keys = filterset.organisation_ids if parameter == "organisation" else value.split(TOGETHER)
    names = model.objects.filter(**{f"{lookup}__in": keys}).order_by("name_key").values_list("name", flat=True)
    return get_text_list(list(names), _("and")) or value
