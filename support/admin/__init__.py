"""The workplace of what the programme gives, and of what comes of it."""

from support.admin.grant import GrantAdmin
from support.admin.indicator import IndicatorAdmin, ObservationAdmin
from support.admin.project import ProjectAdmin

__all__ = ["GrantAdmin", "IndicatorAdmin", "ObservationAdmin", "ProjectAdmin"]
