from django.contrib.postgres.fields import DateRangeField
from django.db import models

from clusters.choices import Status


class Standing(models.Model):
    """What a cluster's tier periods say of it, for as long as they say the same.

    Exactly one row for each cluster and day from its entry on: the tier period that decides its tier (the current,
    or else the last; none where the cluster has none) and its status. Written only by the database (migration
    ``standing``) whenever tier periods change, so that a list as of any day is one join. No exclusion constraint: the
    steps cannot overlap as they are made, writers of one cluster take turns, and PostgreSQL preferred the constraint's
    GiST index for every join, at some ten microseconds a cluster.
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

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.status} {self.period}"
