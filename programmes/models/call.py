from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published_on_pages


@published_on_pages
@recorded
class Call(Sourced):
    """A call for clusters to apply for a tier."""

    tier = models.ForeignKey("programmes.Tier", verbose_name=_("tier"), on_delete=models.PROTECT, related_name="calls")
    opened_date = models.DateField(_("opened"))
    deadline_date = models.DateField(_("deadline"), null=True, blank=True)
    applications = models.PositiveSmallIntegerField(_("applications"), null=True, blank=True)
    admitted = models.PositiveSmallIntegerField(_("admitted"), null=True, blank=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.CheckConstraint(
                name="call_deadline_after_opening",
                condition=Q(deadline_date__isnull=True) | Q(deadline_date__gte=F("opened_date")),
                violation_error_message=_("The deadline is before the call opened."),
            ),
            models.CheckConstraint(
                name="call_admits_at_most_applicants",
                condition=Q(applications__isnull=True) | Q(admitted__isnull=True) | Q(admitted__lte=F("applications")),
                violation_error_message=_("More clusters were admitted than applied."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.opened_date.year}"
