from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import Publicity, published


@published("tier", Publicity(key="code"))
@recorded
class Tier(ValidTime, Sourced):
    """A level of the programme. Data, never an enum, and never read out of a cluster's name."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("level")
        BRAND = "brand", _("brand")
        SUB_PROGRAMME = "sub-programme", _("sub-programme")

    programme = models.ForeignKey(
        "programmes.Programme", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="tiers"
    )
    code = models.SlugField(_("code"), unique=True, help_text=_("Stands in addresses and in the API: arena, nce, gce."))
    name_nb = models.CharField(_("name (Norwegian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    short_name_nb = models.CharField(_("short name (Norwegian)"), max_length=30)
    short_name_en = models.CharField(_("short name (English)"), max_length=30, blank=True)
    definition_nb = models.TextField(_("definition (Norwegian)"), blank=True)
    definition_en = models.TextField(_("definition (English)"), blank=True)
    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, help_text=_("Order in lists and filters; the highest tier has 1.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=13,
        choices=Kind.choices,
        default=Kind.LEVEL,
        help_text=_("A cluster holds one level or sub-programme at a time; a brand may run beside it."),
    )
    longest_support_years = models.PositiveSmallIntegerField(
        _("longest usual support (years)"),
        help_text=_("An end that no source names is assumed after this many years."),
    )
    annual_support_min = models.PositiveIntegerField(_("lowest annual support (NOK)"), null=True, blank=True)
    annual_support_max = models.PositiveIntegerField(_("highest annual support (NOK)"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    name = Bilingual("name")
    short_name = Bilingual("short_name")
    definition = Bilingual("definition")

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            *ValidTime.Meta.constraints,
            models.UniqueConstraint(fields=["id", "kind"], name="tier_id_and_kind"),
            models.CheckConstraint(
                name="tier_support_range",
                condition=Q(annual_support_min__isnull=True)
                | Q(annual_support_max__isnull=True)
                | Q(annual_support_min__lte=F("annual_support_max")),
                violation_error_message=_("The lowest annual support is higher than the highest."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.short_name)
