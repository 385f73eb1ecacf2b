from django.db import models
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published_on_pages


@published_on_pages
@recorded
class Milestone(Sourced):
    """Something that happened to the programme, by year."""

    year = models.PositiveSmallIntegerField(_("year"))
    event_nb = models.TextField(_("event (Norwegian)"))
    event_en = models.TextField(_("event (English)"), blank=True)

    event = Bilingual("event")

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [models.UniqueConstraint(fields=["year", "event_nb"], name="milestone_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.event}"
