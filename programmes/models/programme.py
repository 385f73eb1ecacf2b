from django.db import models
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import Publicity, published


@published("programme", Publicity(key="slug"))
@recorded
class Programme(ValidTime, Sourced):
    """A cluster programme: Arena (2002), NCE (2006), Norwegian Innovation Clusters (2014)."""

    slug = models.SlugField(_("slug"), unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("continued in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    name = Bilingual("name")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [*ValidTime.Meta.constraints]

    def __str__(self) -> str:
        return str(self.name)
