from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from programmes.models.published_figure import PublishedFigure
from published.triggers import Publicity, published


@published("effect", Publicity())
@recorded
class EffectFinding(Sourced):
    """What an evaluation found that clusters do for their members, in the evaluator's own measure.

    The registry repeats findings and never adds them up: each has its own method, period and companies.
    """

    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Of the evaluation. Empty where the source names none.")
    )
    evaluator = models.CharField(_("evaluator"), max_length=120)
    scope_nb = models.CharField(_("what was studied (Norwegian)"), max_length=120)
    scope_en = models.CharField(_("what was studied (English)"), max_length=120, blank=True)
    method_nb = models.CharField(_("method (Norwegian)"), max_length=160, blank=True)
    method_en = models.CharField(_("method (English)"), max_length=160, blank=True)
    finding_nb = models.TextField(_("finding (Norwegian)"))
    finding_en = models.TextField(_("finding (English)"), blank=True)
    measure = models.SlugField(_("measure"), blank=True)
    bound = models.CharField(_("bound"), max_length=8, choices=PublishedFigure.Bound.choices, blank=True)
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=1, null=True, blank=True)
    unit_nb = models.CharField(_("unit (Norwegian)"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit (English)"), max_length=40, blank=True)

    scope = Bilingual("scope")
    method = Bilingual("method")
    finding = Bilingual("finding")
    unit = Bilingual("unit")

    class Meta:
        verbose_name = _("effect finding")
        verbose_name_plural = _("effect findings")
        constraints = [
            models.UniqueConstraint(fields=["evaluator", "finding_nb"], name="effect_finding_once"),
            models.CheckConstraint(
                name="effect_finding_value_has_unit_and_bound",
                condition=Q(value__isnull=True, bound="") | (Q(value__isnull=False) & ~Q(bound="") & ~Q(unit_nb="")),
                violation_error_message=_("A value has a unit and a bound, and neither stands without a value."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator}: {self.finding}"
