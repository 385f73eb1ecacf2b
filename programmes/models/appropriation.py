from django.db import models
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from published.triggers import Publicity, published, published_on_pages


@published_on_pages
@recorded
class Ministry(models.Model):
    """A ministry that funds the programme."""

    code = models.SlugField(_("abbreviation"), unique=True, max_length=10)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("ministry")
        verbose_name_plural = _("ministries")

    def __str__(self) -> str:
        return str(self.name)


@published("appropriation", Publicity())
@recorded
class Appropriation(Sourced):
    """Money for the programme in one year, in whole NOK, as one source gives it.

    Sources disagree for some years: each figure is a row of its own. A cut is a negative amount.
    """

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("adopted")
        REVISED = "revised", _("revised")
        ACCOUNTED = "accounted", _("accounted")
        UNSTATED = "unstated", _("not stated")

    year = models.PositiveSmallIntegerField(_("year"))
    ministry = models.ForeignKey(
        Ministry,
        verbose_name=_("ministry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appropriations",
        help_text=_("Empty where the source gives a total without saying who pays what."),
    )
    granted_by = models.CharField(_("who grants it, in the source's words"), max_length=120, blank=True)
    scope_nb = models.CharField(_("what it covers (Norwegian)"), max_length=80)
    scope_en = models.CharField(_("what it covers (English)"), max_length=80, blank=True)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage.choices, default=Stage.UNSTATED)
    amount = models.BigIntegerField(_("amount (NOK)"))
    note = models.TextField(_("note"), blank=True)

    scope = Bilingual("scope")

    class Meta:
        verbose_name = _("appropriation")
        verbose_name_plural = _("appropriations")
        constraints = [
            models.CheckConstraint(
                name="appropriation_year",
                condition=models.Q(year__gte=2002, year__lte=2100),
                violation_error_message=_("The programme started in 2002."),
            ),
            models.UniqueConstraint(fields=["year", "scope_nb", "amount", "source"], name="appropriation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"
