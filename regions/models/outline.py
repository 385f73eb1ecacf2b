import re
from itertools import accumulate

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published_on_pages
from regions.querysets import RegionOutlineQuerySet


@published_on_pages
@recorded
class RegionOutline(Sourced):
    """A county as the map draws it, for as long as its borders are taken to have been these.

    All numbers are whole units of the picture (regions/projection.py), kilometres from its upper left corner. Written
    by ``load_registry`` (regions/outlines.py).
    """

    region = models.ForeignKey(
        "regions.Region", verbose_name=_("region"), on_delete=models.CASCADE, related_name="outlines"
    )
    period = DateRangeField(_("period"))
    path = models.TextField(_("outline"), help_text=_("Path data of SVG."))
    label_x = models.SmallIntegerField(_("label from the left"))
    label_y = models.SmallIntegerField(_("label from the top"))
    left = models.SmallIntegerField(_("left edge"))
    top = models.SmallIntegerField(_("upper edge"))
    right = models.SmallIntegerField(_("right edge"))
    bottom = models.SmallIntegerField(_("lower edge"))

    objects = RegionOutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("region outline")
        verbose_name_plural = _("region outlines")
        constraints = [
            ExclusionConstraint(
                name="region_outline_once_at_a_time",
                expressions=[("region", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The region has another outline in the same period."),
            )
        ]

    @property
    def rings(self) -> list[list[tuple[int, int]]]:
        """The points of the path, ring by ring."""
        found = []
        for ring in self.path.split("z")[:-1]:
            numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
            found.append(list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)))
        return found

    def __str__(self) -> str:
        return f"{self.region_id} {self.period}"
