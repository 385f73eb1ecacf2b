from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from history.recording import recorded
from history.sourced import Sourced
from published.triggers import Publicity, published_part


@published_part("region", "successors", "predecessor", Publicity(key="code"))
@published_part("region", "predecessors", "successor", Publicity(key="code"))
@recorded
class RegionSuccession(Sourced):
    """One region followed another in a reform."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")
        RENUMBERED = "renumbered", _("renumbered")

    predecessor = models.ForeignKey(
        "regions.Region", verbose_name=_("predecessor"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        "regions.Region", verbose_name=_("successor"), on_delete=models.PROTECT, related_name="origins"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    date = models.DateField(_("date"))
    is_main = models.BooleanField(
        _("main line"),
        default=False,
        help_text=_(
            "A place known only by the name of this region follows this line when the region is split or merged."
        ),
    )

    class Meta:
        verbose_name = _("region succession")
        verbose_name_plural = _("region successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "date"], name="region_succession_once"),
            models.CheckConstraint(
                name="region_succeeds_another",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("A region does not succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
