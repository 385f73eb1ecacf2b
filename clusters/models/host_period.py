from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.pairing import CLUSTER_AND_ORGANISATION
from clusters.models.publicity import CLUSTERS, HOSTS
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import published_part


@published_part("cluster", "hosts", "cluster", CLUSTERS)
@published_part("organisation", "hosted", "organisation", HOSTS)
@recorded
class HostPeriod(ValidTime, Sourced):
    """The organisation that runs a cluster (vertsorganisasjon), for a period."""

    class Basis(models.TextChoices):
        SOURCE = "source", _("named in a source")
        NAME_MATCH = "grant_recipient_name_match", _("received the cluster's grants under its name")
        GRANTS = "inferred_from_grants", _("inferred from grants")

    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="hosts"
    )
    organisation = models.ForeignKey(
        "clusters.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="hosted"
    )
    basis = models.CharField(_("how it is known"), max_length=26, choices=Basis.choices, default=Basis.SOURCE)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            *ValidTime.Meta.constraints,
            ExclusionConstraint(
                name="host_once_at_a_time",
                expressions=[(CLUSTER_AND_ORGANISATION, RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("This organisation is already host in an overlapping period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"
