import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.choices import MembershipRole
from clusters.models.organisation import OUTSIDE_LIFE
from clusters.models.pairing import CLUSTER_AND_ORGANISATION
from clusters.models.publicity import MEMBERSHIPS
from clusters.querysets import MembershipQuerySet
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import published


@published("membership", MEMBERSHIPS)
@recorded
class Membership(ValidTime, Sourced):
    """An organisation takes part in a cluster, for a period.

    ``observed_year`` is set where a source of that year names the member without saying since when or
    until when; the period is then assumed (clusters/periods.py) and marked so.
    """

    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        "clusters.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    role_in_source = models.CharField(_("role in the source's words"), max_length=160, blank=True)
    is_observed = models.BooleanField(
        _("only observed"),
        default=False,
        help_text=_("A source names the member without saying when it joined or left; the period is assumed."),
    )
    observed_year = models.PositiveSmallIntegerField(_("observed in"), null=True, blank=True)
    confirmed_date = models.DateField(_("confirmed"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["organisation", "cluster"], name="membership_by_organisation")]
        constraints = [
            *ValidTime.Meta.constraints,
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[(CLUSTER_AND_ORGANISATION, RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("This organisation is already a member in an overlapping period."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "organisation"],
                condition=Q(period__isnull=True),
                name="membership_without_years_once",
                violation_error_message=_("This organisation is already listed as a member without years."),
            ),
            models.CheckConstraint(
                name="membership_observed_year_is_observed",
                condition=Q(observed_year__isnull=True) | Q(is_observed=True),
                violation_error_message=_("Only an observed membership has a year of observation."),
            ),
        ]
        triggers = [
            # A check constraint cannot look into another table; this is the same rule as a trigger.
            pgtrigger.Trigger(
                name="within_organisation_life",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__period__isnull=False),
                func=f"""
                    PERFORM 1 FROM clusters_organisation o
                    WHERE o.id = NEW.organisation_id
                      AND NOT daterange(o.founded_date, o.dissolved_date) @> NEW.period;
                    IF FOUND THEN
                        RAISE EXCEPTION '{OUTSIDE_LIFE}'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_within_organisation_life';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.cluster}"
