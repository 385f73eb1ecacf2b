"""A cluster's way through the tiers in words: "Arena 2009–2014, NCE 2014–2015, GCE fra 2015"."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusters.models import TierPeriod
from history.valid_time import StartPrecision
from programmes.models import Tier


def path_in_words(periods: Iterable[TierPeriod]) -> str:
    """The tier periods in their order, each with its years; empty where there is none."""
    return ", ".join(_stay(period) for period in periods)


def _stay(period: TierPeriod) -> str:
    words = {"tier": _tier(period), "years": _years(period)}
    if period.period is None:
        return _("%(tier)s (years not stated)") % words
    if period.last_date is None:
        return _("%(tier)s since %(years)s") % {**words, "years": period.period.lower.year}
    if period.start_precision == StartPrecision.UNKNOWN:
        return _("%(tier)s until %(years)s") % {**words, "years": period.last_date.year}
    if not period.is_end_confirmed:
        return _("%(tier)s %(years)s (end not confirmed)") % words
    return f"{words['tier']} {words['years']}"


def _tier(period: TierPeriod) -> str:
    name = str(period.tier.short_name)
    return _("%(name)s as a brand") % {"name": name} if period.tier.kind == Tier.Kind.BRAND else name


def _years(period: TierPeriod) -> str:
    """``2009–2014``, or one year once."""
    if period.period is None or period.last_date is None:
        return ""
    first, last = period.period.lower.year, period.last_date.year
    return str(first) if first == last else f"{first}–{last}"
