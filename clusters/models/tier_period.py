import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from clusters.choices import EndReason
from clusters.models.publicity import CLUSTERS
from clusters.querysets import TierPeriodQuerySet
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import published_part


@published_part("cluster", "tier_periods", "cluster", CLUSTERS)
@recorded
class TierPeriod(ValidTime, Sourced):
    """A cluster's time on a tier. This drives the tier filter and the cluster's status."""

    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="tier_periods"
    )
    tier = models.ForeignKey(
        "programmes.Tier", verbose_name=_("tier"), on_delete=models.PROTECT, related_name="cluster_periods"
    )
    tier_kind = models.CharField(
        max_length=13, editable=False, default="", help_text="Copied from the tier by a trigger."
    )
    call = models.ForeignKey(
        "programmes.Call",
        verbose_name=_("call"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tier_periods",
    )
    decided_date = models.DateField(_("decided"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=9, choices=EndReason.choices, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = TierPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("tier period")
        verbose_name_plural = _("tier periods")
        indexes = [models.Index(fields=["tier", "cluster"], name="tier_period_by_tier")]
        constraints = [
            *ValidTime.Meta.constraints,
            # Deferred, so that moving two neighbouring periods in one transaction is possible.
            ExclusionConstraint(
                name="one_tier_at_a_time",
                expressions=[("cluster", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=~Q(tier_kind="brand"),
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("The cluster already has a tier in an overlapping period."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "tier"],
                condition=Q(period__isnull=True),
                name="tier_period_without_years_once",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_tier_kind",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="SELECT kind INTO NEW.tier_kind FROM programmes_tier WHERE id = NEW.tier_id; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        if self.period is None:
            return str(self.tier)
        return f"{self.tier} ({self.period.lower.year}–{self.last_date.year if self.last_date else ''})"
