import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import FoldText, sort_key
from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import Publicity, published
from regions.querysets import RegionQuerySet


class RegionVector(Func):
    """The words of every name, Sámi and Kven ones among them."""

    template = "to_tsvector('simple', fold_text(name_nb || ' ' || name_en || ' ' || name_official))"
    output_field: Any = SearchVectorField()


@published("region", Publicity(key="code"))
@recorded
class Region(ValidTime, Sourced):
    """The country, a county or a municipality, for as long as its official number was in use.

    Source: Statistics Norway's and Kartverket's lists of 2016, 2020 and 2024. The start of what existed
    before 2016 is not known here and is left unbounded.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        COUNTY = "county", _("county")
        MUNICIPALITY = "municipality", _("municipality")

    code = models.CharField(
        _("code"),
        max_length=4,
        help_text=_("Official number: two digits for a county, four for a municipality. “NO” is the country."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    name_official = models.CharField(
        _("official name"), max_length=120, blank=True, help_text=_("With the Sámi and Kven names where official.")
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    label_latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4, null=True, blank=True)
    label_longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4, null=True, blank=True)
    name_key = sort_key("name_nb")
    name_folded = models.GeneratedField(
        expression=FoldText("name_nb"), output_field=models.TextField(), db_persist=True, editable=False
    )
    name_vector = models.GeneratedField(
        expression=RegionVector(), output_field=RegionVector.output_field, db_persist=True, editable=False
    )

    name = Bilingual("name")

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            *ValidTime.Meta.constraints,
            ExclusionConstraint(
                name="region_code_once_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("Another region has this code in the same period."),
            ),
            models.CheckConstraint(
                name="region_code_fits_level",
                condition=models.Q(level="country", code="NO")
                | models.Q(level="county", code__regex=r"^\d{2}$")
                | models.Q(level="municipality", code__regex=r"^\d{4}$"),
                violation_error_message=_("A county has two digits, a municipality four."),
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="region_code"),
            models.Index(Collate("name_folded", "C"), "id", name="region_by_folded_name"),
            GinIndex(fields=["name_vector"], name="region_name_vector", fastupdate=False),
        ]

    def is_in_use(self, day: dt.date) -> bool:
        """Whether the number stood for it on the day."""
        return self.period is not None and day in self.period

    def __str__(self) -> str:
        years = "" if self.period is None or self.period.upper_inf else f", –{self.period.upper.year - 1}"
        return f"{self.name_nb} ({self.code}{years})"
