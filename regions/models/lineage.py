from django.db import models

from regions.querysets import RegionLineageQuerySet


class RegionLineage(models.Model):
    """Every region, of any era, that a seat in ``seat`` answers to: itself, what it was and became, and their counties.

    Written only by the database (function ``rebuild_region_lineage``, run by triggers when regions or
    successions change), so that "clusters in Hordaland" and "clusters in Vestland" are one join.
    """

    seat = models.ForeignKey("regions.Region", on_delete=models.CASCADE, related_name="lineage", db_constraint=False)
    region = models.ForeignKey("regions.Region", on_delete=models.CASCADE, related_name="seats", db_constraint=False)

    objects = RegionLineageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "region"], name="region_lineage_once")]
        indexes = [models.Index(fields=["region", "seat"], name="region_lineage_by_region")]

    def __str__(self) -> str:
        return f"{self.seat_id} → {self.region_id}"
