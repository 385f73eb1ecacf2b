from django.contrib.postgres.fields import ArrayField
from django.db import models


class Participation(models.Model):
    """In how many published clusters an organisation is a member, from day to day; none for who never was.

    Written only by the database (migration ``participation``) whenever memberships or the publication of a cluster
    change, so that the organisations in the most clusters are found without reading every membership.
    """

    organisation = models.OneToOneField(
        "clusters.Organisation",
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="participation",
        db_constraint=False,
    )
    cluster_days = ArrayField(models.DateField(), help_text="Days from which the count of clusters is another.")
    cluster_counts = ArrayField(models.IntegerField(), help_text="The counts from those days on.")
    most_clusters = models.IntegerField(help_text="The largest of the counts.")

    class Meta:
        indexes = [models.Index(models.F("most_clusters").desc(), name="participation_by_most")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.most_clusters}"
