from regions.models.lineage import RegionLineage
from regions.models.region import Region
from regions.models.succession import RegionSuccession

__all__ = ["Region", "RegionLineage", "RegionSuccession"]
