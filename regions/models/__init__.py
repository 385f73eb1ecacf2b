from regions.models.lineage import RegionArea, RegionLineage
from regions.models.region import Region
from regions.models.succession import RegionSuccession

__all__ = ["Region", "RegionArea", "RegionLineage", "RegionSuccession"]
