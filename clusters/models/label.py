import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published_on_pages


class LabelQuerySet(models.QuerySet[Any]):
    """Labels of clusters."""

    def valid_on(self, day: dt.date) -> Self:
        """Assessed by the day, and valid on it."""
        return self.filter(assessed_date__lte=day, valid_until__gte=day)


@published_on_pages
@recorded
class Label(Sourced):
    """A European cluster-management label (sertifisering), given after an assessment and valid for a time.

    The grades and the score in per cent are those of the European Cluster Excellence Initiative.
    """

    class Grade(models.TextChoices):
        BRONZE = "bronze", _("bronze")
        SILVER = "silver", _("silver")
        GOLD = "gold", _("gold")

    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="labels"
    )
    grade = models.CharField(_("grade"), max_length=6, choices=Grade.choices)
    assessed_date = models.DateField(_("assessed"))
    valid_until = models.DateField(
        _("valid until"), help_text=_("The last day. Bronze and silver: two years is usual.")
    )
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, help_text=_("Per cent, from 0 to 100."))

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        indexes = [models.Index(fields=["valid_until", "id"], name="label_by_end")]
        constraints = [
            models.CheckConstraint(
                name="label_valid_after_assessment",
                condition=Q(valid_until__gt=F("assessed_date")),
                violation_error_message=_("The label ends before it was assessed."),
            ),
            models.CheckConstraint(
                name="label_score_in_per_cent",
                condition=Q(score__isnull=True) | Q(score__lte=100),
                violation_error_message=_("The score is at most 100 per cent."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "assessed_date"],
                name="label_once_a_day",
                violation_error_message=_("The cluster already has a label assessed on this day."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_grade_display())
