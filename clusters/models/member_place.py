from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from clusters.querysets.tallies import MemberPlaceQuerySet


class MemberPlace(models.Model):
    """The days on which a cluster counts as having members in a place.

    Of a cluster that has left, the members of its last day on a tier count on every later one, as on its page. One
    row for each seat of members and, where ``is_area``, one for the seats that lie in the same counties on every day
    (regions.models.RegionArea): counties are counted from a few of these, not from all seats. Written only by the
    database (migration ``member_places``) whenever memberships, tier periods or seats change.
    """

    cluster = models.ForeignKey(
        "clusters.Cluster", on_delete=models.DO_NOTHING, related_name="member_places", db_constraint=False
    )
    seat = models.ForeignKey(
        "regions.Region", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    is_area = models.BooleanField()
    period = DateRangeField()

    objects = MemberPlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["seat", "cluster"], include=["period"], condition=Q(is_area=True), name="member_area"),
            models.Index(
                fields=["seat", "cluster"], include=["period"], condition=Q(is_area=False), name="member_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.seat_id} {self.period}"
