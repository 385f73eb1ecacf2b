from support.models.grant import Grant, GrantCluster
from support.models.indicator import Indicator, Observation
from support.models.project import Project, ProjectArea, ProjectCluster, ProjectParticipant, ProjectReference

__all__ = [
    "Grant",
    "GrantCluster",
    "Indicator",
    "Observation",
    "Project",
    "ProjectArea",
    "ProjectCluster",
    "ProjectParticipant",
    "ProjectReference",
]
