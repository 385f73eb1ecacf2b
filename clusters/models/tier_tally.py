from django.db import models

from clusters.choices import Status


class TierTally(models.Model):
    """How many more published clusters have a standing on a tier from a day on; or fewer.

    The sum up to a day is the number on it. Several rows of one day and standing add up. Written only by the database
    (migration ``tier_tally``): every writer adds rows and folds in those that nobody else holds, so that no writer
    waits for another.
    """

    tier = models.ForeignKey(
        "programmes.Tier",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    status = models.CharField(max_length=11, choices=Status.choices)
    is_end_assumed = models.BooleanField(help_text="As of the standing.")
    day = models.DateField()
    clusters = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["day", "status", "tier"], include=["is_end_assumed", "clusters"], name="tier_tally_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tier_id}, {self.status} {self.day}: {self.clusters:+}"
