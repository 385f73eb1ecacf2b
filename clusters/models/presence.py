from django.contrib.postgres.fields import ArrayField
from django.db import models

from clusters.choices import OrganisationKind


class Presence(models.Model):
    """When an organisation was a member of some published cluster that was on a tier; none for who never was.

    The days say when it began and when it was over, in turn, so that it is present where an odd number of them has
    come (database function ``holds_on``). Written only by the database (migration ``presence``) whenever memberships,
    tier periods, the publication of a cluster or the organisation's kind change. One that has merged has none.
    """

    organisation = models.OneToOneField(
        "clusters.Organisation",
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="presence",
        db_constraint=False,
    )
    kind = models.CharField(max_length=21, choices=OrganisationKind.choices)
    active_days = ArrayField(models.DateField(), help_text="Days on which it began and ceased to be a member, in turn.")
    confirmed_days = ArrayField(
        models.DateField(), help_text="The same out of memberships and tier periods whose ends are confirmed."
    )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.active_days}"
