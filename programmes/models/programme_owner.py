from django.db import models
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from published.triggers import Publicity, published


@published("owner", Publicity(key="slug"))
@recorded
class ProgrammeOwner(Sourced):
    """One of the three bodies that own and run the cluster programme together. Staff belong to one."""

    slug = models.SlugField(_("slug"), unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    organisation_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    website = models.URLField(_("website"), blank=True)
    role = models.CharField(_("role in the programme"), max_length=100, blank=True)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("programme owner")
        verbose_name_plural = _("programme owners")

    def __str__(self) -> str:
        return str(self.name)
