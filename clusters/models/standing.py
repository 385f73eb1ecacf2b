from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from clusters.choices import Status


class Standing(models.Model):
    """What a cluster's tier periods say of it, for as long as they say the same.

    Exactly one row for each cluster and day from its entry on: the tier period that decides its tier (the current,
    or else the last; none where the cluster has none) and its status. Written only by the database (migration
    ``standing``) whenever tier periods change, so that a list as of any day is one join.
    """

    # The database deletes standings with their cluster: its tier periods go first, and leave new ones behind.
    cluster = models.ForeignKey(
        "clusters.Cluster", on_delete=models.DO_NOTHING, related_name="standings", db_constraint=False
    )
    tier_period = models.ForeignKey(
        "clusters.TierPeriod", null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    tier = models.ForeignKey(
        "programmes.Tier", null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    status = models.CharField(max_length=11, choices=Status.choices)
    period = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_standing_at_a_time",
                expressions=[("cluster", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.status} {self.period}"
