from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models.publicity import PREDECESSORS, SUCCESSORS
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import StartPrecision
from published.triggers import published_part


@published_part("cluster", "successors", "predecessor", PREDECESSORS)
@published_part("cluster", "predecessors", "successor", SUCCESSORS)
@recorded
class ClusterSuccession(Sourced):
    """One cluster went on in another."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")
        CONTINUED = "continued", _("continued")

    predecessor = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("predecessor"), on_delete=models.CASCADE, related_name="successions"
    )
    successor = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("successor"), on_delete=models.PROTECT, related_name="origins"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    date = models.DateField(_("date"))
    date_precision = models.CharField(
        _("date known"), max_length=7, choices=StartPrecision.choices, default=StartPrecision.DAY
    )

    class Meta:
        verbose_name = _("cluster succession")
        verbose_name_plural = _("cluster successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="cluster_succession_once"),
            models.CheckConstraint(
                name="cluster_succeeds_another",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("A cluster does not succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
