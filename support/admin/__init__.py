"""The workplace of what the programme gives, and of what comes of it."""

from support.admin.grant import GrantAdmin
from support.admin.indicator import IndicatorAdmin, ObservationAdmin

__all__ = ["GrantAdmin", "IndicatorAdmin", "ObservationAdmin"]
