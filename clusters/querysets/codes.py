"""Conditions that several kinds of rows share: one of some codes, or that none is known."""

from collections.abc import Iterable

from django.db.models import Q

from clusters.choices import NOT_STATED


def any_of(column: str, codes: Iterable[str]) -> Q:
    """Rows whose column has any of the codes, or has none where that is asked for."""
    known = [code for code in codes if code != NOT_STATED]
    return Q(**{f"{column}__in": known}) | (Q(**{f"{column}__isnull": True}) if NOT_STATED in codes else Q())


def at_tiers(tiers: Iterable[int], *, or_none: bool) -> Q:
    """Rows on any of the tiers, by id: PostgreSQL knows how many rows each has, and plans by it."""
    return Q(tier_key__in=list(tiers)) | (Q(tier_key__isnull=True) if or_none else Q())


def in_sectors(slugs: Iterable[str]) -> Q:
    """Rows with any of the sectors, or without any where that is asked for."""
    return Q(sector_slugs__overlap=list(slugs)) | (Q(sector_slugs=[]) if NOT_STATED in slugs else Q())


def end_confirmed_in(answers: Iterable[str]) -> Q:
    """Rows whose deciding tier period has a confirmed end (``true``), or not (``false``)."""
    return Q(is_end_assumed__in=[answer == "false" for answer in answers])
