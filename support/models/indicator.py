from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from programmes.models import PublishedFigure
from published.triggers import Publicity, published
from support.querysets import ObservationQuerySet

#: A figure that rests on fewer than so many would tell of single companies.
SMALLEST_N = 5


@published("indicator", Publicity(key="slug"))
@recorded
class Indicator(Sourced):
    """What is measured of a cluster, a tier or the programme, and how."""

    slug = models.SlugField(_("slug"), unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    definition_nb = models.TextField(_("definition (Norwegian)"))
    definition_en = models.TextField(_("definition (English)"), blank=True)
    unit_nb = models.CharField(_("unit (Norwegian)"), max_length=40)
    unit_en = models.CharField(_("unit (English)"), max_length=40, blank=True)
    method_nb = models.TextField(_("method (Norwegian)"), blank=True)
    method_en = models.TextField(_("method (English)"), blank=True)
    comparison_nb = models.TextField(
        _("comparison group (Norwegian)"),
        blank=True,
        help_text=_("Whom the figure is compared with. Empty where it is compared with nobody."),
    )
    comparison_en = models.TextField(_("comparison group (English)"), blank=True)

    name = Bilingual("name")
    definition = Bilingual("definition")
    unit = Bilingual("unit")
    method = Bilingual("method")
    comparison = Bilingual("comparison")

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return str(self.name)


_PUBLIC = (
    "({row}.cluster_id IS NULL OR EXISTS ("
    "SELECT FROM clusters_cluster WHERE id = {row}.cluster_id AND publication = 'published'))"
)


@published("observation", Publicity(when=_PUBLIC))
@recorded
class Observation(Sourced):
    """A value of an indicator, of the programme, a tier or a cluster; never of a company.

    ``n`` is how many it rests on, where that is known. With fewer than ``SMALLEST_N`` there is no value: the registry
    does not keep what it may not tell.
    """

    class Level(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        TIER = "tier", _("tier")
        CLUSTER = "cluster", _("cluster")

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="observations"
    )
    level = models.CharField(_("level"), max_length=9, choices=Level.choices, default=Level.CLUSTER)
    tier = models.ForeignKey(
        "programmes.Tier", verbose_name=_("tier"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster",
        verbose_name=_("cluster"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="observations",
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("That the figure is about. Empty where the source names none.")
    )
    bound = models.CharField(
        _("bound"), max_length=8, choices=PublishedFigure.Bound.choices, default=PublishedFigure.Bound.EXACTLY
    )
    value = models.DecimalField(
        _("value"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty where it rests on fewer than five, and only there."),
    )
    n = models.PositiveIntegerField(
        _("rests on"), null=True, blank=True, help_text=_("How many it was measured of. Empty where that is not known.")
    )
    note_nb = models.CharField(_("note (Norwegian)"), max_length=200, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=200, blank=True)

    note = Bilingual("note")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(
                name="observation_of_its_level",
                condition=Q(level="programme", tier__isnull=True, cluster__isnull=True)
                | Q(level="tier", tier__isnull=False, cluster__isnull=True)
                | Q(level="cluster", tier__isnull=True, cluster__isnull=False),
                violation_error_message=_("Name the cluster or the tier that the level says, and nothing else."),
            ),
            models.CheckConstraint(
                name="observation_small_n_has_no_value",
                condition=Q(value__isnull=True, n__isnull=False, n__lt=SMALLEST_N)
                | (Q(value__isnull=False) & (Q(n__isnull=True) | Q(n__gte=SMALLEST_N))),
                violation_error_message=_(
                    "A figure has a value, unless it rests on fewer than five: that would tell of single companies, so "
                    "leave the value empty."
                ),
            ),
            models.CheckConstraint(
                name="observation_year",
                condition=Q(year__isnull=True) | Q(year__gte=1990, year__lte=2100),
                violation_error_message=_("The year lies outside the time of the registry."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "cluster", "tier", "year", "value", "source"],
                nulls_distinct=False,
                name="observation_once",
                violation_error_message=_("This figure is there already."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.indicator, self.year) if part)

    @property
    def figure(self) -> int | Decimal | None:
        """The value without decimals where it has none; None where it is suppressed."""
        whole = self.value is not None and self.value == self.value.to_integral_value()
        return int(self.value) if whole and self.value is not None else self.value
