"""Conditions that several kinds of rows share: one of some codes, or that none is known."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from clusters.choices import NOT_STATED
from clusters.correlated import of_model


def any_of(column: str, codes: tuple[str, ...]) -> Q:
    """Rows whose column has any of the codes, or has none where that is asked for."""
    return Q(**{f"{column}__in": codes}) | (Q(**{f"{column}__isnull": True}) if NOT_STATED in codes else Q())


def in_sectors(slugs: tuple[str, ...]) -> Q:
    """Rows with any of the sectors, or without any where that is asked for."""
    return Q(sector_slugs__overlap=list(slugs)) | (Q(sector_slugs=[]) if NOT_STATED in slugs else Q())


def entered_in(years: tuple[str, ...], cluster: str) -> Q:
    """Rows whose cluster entered the programme in any of the years, or in one that no source names.

    ``cluster`` is the column with the cluster.
    """
    entries: Any = of_model("TierPeriod").entries()
    known = [int(year) for year in years if year != NOT_STATED]
    condition = Q(**{f"{cluster}__in": entries.filter(period__startswith__year__in=known).values("cluster")})
    if NOT_STATED in years:
        condition |= ~Q(Exists(entries.filter(cluster=OuterRef(cluster))))
    return condition


def end_confirmed_in(answers: tuple[str, ...], precision: str) -> Q:
    """Rows whose deciding tier period has a confirmed end (``true``) or not (``false``).

    ``precision`` is the column that says how exactly the end is known.
    """
    is_assumed = Q(**{precision: "unknown"}) | Q(**{f"{precision}__isnull": True})
    return (~is_assumed if "true" in answers else Q(pk__in=[])) | (is_assumed if "false" in answers else Q(pk__in=[]))
