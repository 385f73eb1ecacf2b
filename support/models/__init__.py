from support.models.grant import Grant, GrantCluster
from support.models.indicator import Indicator, Observation

__all__ = ["Grant", "GrantCluster", "Indicator", "Observation"]
