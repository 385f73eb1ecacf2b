from django.db import models
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published_on_pages


@published_on_pages
@recorded
class PriorityArea(Sourced):
    """What the clusters themselves put before the minister, in Arendal in August 2016."""

    slug = models.SlugField(_("slug"), unique=True)
    occasion = models.CharField(_("occasion"), max_length=80)
    number = models.PositiveSmallIntegerField(_("number"))
    name_nb = models.CharField(_("name (Norwegian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("priority area")
        verbose_name_plural = _("priority areas")
        constraints = [models.UniqueConstraint(fields=["occasion", "number"], name="priority_area_number")]

    def __str__(self) -> str:
        return str(self.name)
