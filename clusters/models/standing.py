from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from clusters.choices import Status
from clusters.querysets.tallies import Ends, StandingQuerySet


class Standing(models.Model):
    """What a list counts and orders a cluster by, for as long as its tier periods say the same.

    Exactly one row for each cluster and day from its entry on: the tier period that decides its tier (the current,
    or else the last; none where the cluster has none), its status, and what facets ask of the cluster itself, so that
    fifty thousand are counted without their texts. Written only by the database (migrations ``standing`` and
    ``ends_and_entries``) whenever tier periods, memberships or the cluster change; a list as of any day is one join.
    No exclusion constraint: the steps cannot overlap as they are made, writers of one cluster take turns, and
    PostgreSQL preferred the constraint's GiST index for every join, at some ten microseconds a cluster.
    """

    # The database deletes standings with their cluster: its tier periods go first, and leave new ones behind.
    cluster = models.ForeignKey(
        "clusters.Cluster",
        on_delete=models.DO_NOTHING,
        related_name="standings",
        db_constraint=False,
        db_index=False,
    )
    tier_period = models.ForeignKey(
        "clusters.TierPeriod", null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    tier = models.ForeignKey(
        "programmes.Tier", null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    status = models.CharField(max_length=11, choices=Status.choices)
    period = DateRangeField()
    is_published = models.BooleanField(db_default=False)
    seat = models.ForeignKey(
        "regions.Region",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    sector_slugs = ArrayField(models.TextField(), db_default=[])
    moves = ArrayField(
        models.TextField(),
        db_default=[],
        help_text="How the cluster has moved between the tiers by then, such as arena~nce.",
    )
    is_end_assumed = models.BooleanField(
        db_default=True, help_text="Whether no source names the end of the deciding tier period, or none decides."
    )
    entered_year = models.SmallIntegerField(
        null=True, help_text="Year in which the cluster's first tier period began, once it has; NULL where not known."
    )
    member_days = ArrayField(
        models.DateField(), null=True, help_text="Days from which the count of members is another."
    )
    member_counts = ArrayField(
        models.IntegerField(), null=True, help_text="The counts from those days on; NULL where no member is known."
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            # The hits of a question are looked up one by one: what they are counted and ordered by.
            models.Index(
                fields=["cluster"],
                include=["id", "period", "tier", "tier_period", "status"],
                name="standing_of_cluster",
            ),
            # All that facets count by, so that nothing else is read: of a day, and of some places.
            models.Index(
                Ends("period"),
                include=["seat", "tier", "status", "sector_slugs", "period", "is_end_assumed", "entered_year"],
                condition=models.Q(is_published=True),
                name="standing_by_end",
            ),
            models.Index(
                fields=["seat", "tier", "status"],
                include=["sector_slugs", "period", "is_end_assumed", "entered_year"],
                condition=models.Q(is_published=True),
                name="standing_tally",
            ),
            # Few clusters have gone most of the ways there are: a list of them is not to walk through all the others.
            GinIndex(fields=["moves"], name="standing_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.status} {self.period}"
