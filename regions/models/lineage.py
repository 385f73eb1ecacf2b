from django.contrib.postgres.fields import DateRangeField
from django.db import models

from regions.querysets import RegionLineageQuerySet


class RegionLineage(models.Model):
    """Every region, of any era, that a seat in ``seat`` answers to: itself, what it was and became, and their counties.

    ``period`` says when it lies there: Rindal is in Møre og Romsdal to the end of 2018 and in Trøndelag from then on.
    Several rows for a seat that left a region and came back. Written only by the database (function
    ``rebuild_region_lineage``, run by triggers when regions or successions change), so that "clusters in Hordaland"
    and "clusters in Vestland" are one join.
    """

    seat = models.ForeignKey("regions.Region", on_delete=models.CASCADE, related_name="lineage", db_constraint=False)
    region = models.ForeignKey("regions.Region", on_delete=models.CASCADE, related_name="seats", db_constraint=False)
    period = DateRangeField()

    objects = RegionLineageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "region", "period"], name="region_lineage_once")]
        indexes = [models.Index(fields=["region", "seat"], name="region_lineage_by_region")]

    def __str__(self) -> str:
        return f"{self.seat_id} → {self.region_id} {self.period}"


class RegionArea(models.Model):
    """The seats that lie in the same counties on every day, each known by the first of them.

    Written only by the database, together with the lineage. Some thirty areas stand for all seats, so that what is
    kept by county has few rows.
    """

    seat = models.OneToOneField(
        "regions.Region", primary_key=True, on_delete=models.CASCADE, related_name="area", db_constraint=False
    )
    area = models.ForeignKey("regions.Region", on_delete=models.CASCADE, related_name="+", db_constraint=False)

    def __str__(self) -> str:
        return f"{self.seat_id} in {self.area_id}"
