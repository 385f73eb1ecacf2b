from programmes.models.appropriation import Appropriation, Ministry
from programmes.models.call import Call
from programmes.models.effect_finding import EffectFinding
from programmes.models.milestone import Milestone
from programmes.models.priority_area import PriorityArea
from programmes.models.programme import Programme
from programmes.models.programme_owner import ProgrammeOwner
from programmes.models.published_figure import PublishedFigure
from programmes.models.tier import Tier

__all__ = [
    "Appropriation",
    "Call",
    "EffectFinding",
    "Milestone",
    "Ministry",
    "PriorityArea",
    "Programme",
    "ProgrammeOwner",
    "PublishedFigure",
    "Tier",
]
