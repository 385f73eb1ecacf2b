"""Addresses of the files: each list in each of its forms, called as the list is, with the ending of the form."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clusters.files.asked import AskedTable, Form, given
from clusters.files.forms import as_csv, as_geojson, as_json, as_workbook
from clusters.files.members import members_of
from clusters.files.tables import CLUSTERS, MEMBERSHIPS, ORGANISATIONS, REGIONS, TIERS, Table
from doors.languages import in_asked_language

FORMS: dict[str, Form] = {"csv": as_csv, "xlsx": as_workbook, "json": as_json, "geojson": as_geojson}
#: The name of the list, its addresses by ending, and the list. Only what has seats has places.
LISTS: tuple[tuple[str, dict[str, Any], Table], ...] = (
    (
        "clusters",
        {
            "csv": _("clusters.csv"),
            "xlsx": _("clusters.xlsx"),
            "json": _("clusters.json"),
            "geojson": _("clusters.geojson"),
        },
        CLUSTERS,
    ),
    (
        "organisations",
        {
            "csv": _("organisations.csv"),
            "xlsx": _("organisations.xlsx"),
            "json": _("organisations.json"),
            "geojson": _("organisations.geojson"),
        },
        ORGANISATIONS,
    ),
    (
        "memberships",
        {"csv": _("memberships.csv"), "xlsx": _("memberships.xlsx"), "json": _("memberships.json")},
        MEMBERSHIPS,
    ),
    ("tiers", {"csv": _("tiers.csv"), "xlsx": _("tiers.xlsx"), "json": _("tiers.json")}, TIERS),
    ("regions", {"csv": _("regions.csv"), "xlsx": _("regions.xlsx"), "json": _("regions.json")}, REGIONS),
)
MEMBERS = {
    "csv": _("clusters/<slug:slug>/members.csv"),
    "xlsx": _("clusters/<slug:slug>/members.xlsx"),
    "json": _("clusters/<slug:slug>/members.json"),
}


@require_safe
@in_asked_language
def list_file(request: HttpRequest, table: Table, form: Form) -> HttpResponseBase:
    """The list as the query string asks for it."""
    return given(AskedTable(table, request), form)


@require_safe
@in_asked_language
def members_file(request: HttpRequest, slug: str, form: Form) -> HttpResponseBase:
    """The members of a cluster. Raises Http404."""
    asked = members_of(request, slug)
    return given(asked, form) if isinstance(asked, AskedTable) else asked


def _patterns() -> Iterator[URLPattern]:
    for name, addresses, table in LISTS:
        for ending, address in addresses.items():
            given_with = {"table": table, "form": FORMS[ending]}
            yield path(address, list_file, given_with, name=f"{name}_{ending}")
    for ending, address in MEMBERS.items():
        yield path(address, members_file, {"form": FORMS[ending]}, name=f"members_{ending}")


file_patterns = list(_patterns())
