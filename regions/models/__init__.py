from regions.models.lineage import RegionArea, RegionLineage
from regions.models.outline import RegionOutline
from regions.models.region import Region
from regions.models.succession import RegionSuccession

__all__ = ["Region", "RegionArea", "RegionLineage", "RegionOutline", "RegionSuccession"]
