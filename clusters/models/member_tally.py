from django.db import models

from clusters.choices import OrganisationKind


class MemberTally(models.Model):
    """How many more organisations of a kind are members from a day on of a cluster that is on a tier; or fewer.

    The sum up to a day is the number on it. Several rows of one kind and day add up. Written only by the database
    (migration ``presence``): every writer adds rows and folds in those that nobody else holds, so that no writer
    waits for another.
    """

    kind = models.CharField(max_length=21, choices=OrganisationKind.choices)
    is_confirmed = models.BooleanField(help_text="Whether only what rests on no assumed end is counted.")
    day = models.DateField()
    organisations = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "is_confirmed", "day"], name="member_tally_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.organisations:+}"
