from django.db import models

from clusters.choices import OrganisationKind
from clusters.querysets.tallies import OrganisationTallyQuerySet


class OrganisationTally(models.Model):
    """How many organisations of a kind have their seat in a place; merged ones are not counted.

    Several rows of one place and kind add up. Written only by the database (migration ``counted``): every writer of
    organisations adds a row and folds in those that nobody else holds, so that no writer waits for another.
    """

    seat = models.ForeignKey(
        "regions.Region",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=21, choices=OrganisationKind.choices)
    organisations = models.IntegerField()

    objects = OrganisationTallyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["seat", "kind"], name="organisation_tally_by_seat")]

    def __str__(self) -> str:
        return f"{self.seat_id}, {self.kind}: {self.organisations}"
