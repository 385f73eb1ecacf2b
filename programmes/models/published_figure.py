from django.db import models
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published_on_pages


@published_on_pages
@recorded
class PublishedFigure(Sourced):
    """A figure as somebody published it. Shown beside what the registry counts, never instead of it."""

    class Bound(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at-least", _("at least")
        AT_MOST = "at-most", _("at most")

    as_of = models.DateField(_("as of"))
    measure = models.SlugField(_("measure"))
    bound = models.CharField(_("bound"), max_length=8, choices=Bound.choices)
    value = models.BigIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=20)
    wording_nb = models.CharField(_("wording in the source"), max_length=200, blank=True)
    gap_nb = models.TextField(
        _("why our count differs (Norwegian)"),
        blank=True,
        help_text=_("Only what is known: ends that are assumed, clusters that no source names, partial member lists."),
    )
    gap_en = models.TextField(_("why our count differs (English)"), blank=True)

    gap = Bilingual("gap")

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.UniqueConstraint(fields=["as_of", "measure", "source"], name="published_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.as_of}: {self.value}"
