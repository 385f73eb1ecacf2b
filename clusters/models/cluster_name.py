from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import folded
from clusters.choices import NameKind
from clusters.models.publicity import CLUSTERS
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import published_part


@published_part("cluster", "names", "cluster", CLUSTERS)
@recorded
class ClusterName(ValidTime, Sourced):
    """Another name of a cluster: *NCE Subsea* became *GCE Subsea*, then *GCE Ocean Technology*.

    Searchable; an old slug leads to the cluster's page of today.
    """

    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="names"
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=11, choices=NameKind.choices, default=NameKind.FORMER)
    slug = models.SlugField(
        _("old slug"),
        max_length=80,
        blank=True,
        help_text=_("An address that leads on to the cluster's page of today, such as that of a former name."),
    )
    name_folded = folded()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        indexes = [models.Index(fields=["name_folded", "id"], name="cluster_name_by_folded")]
        constraints = [
            *ValidTime.Meta.constraints,
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="cluster_old_slug_once"),
            models.UniqueConstraint(fields=["cluster", "name", "kind"], name="cluster_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
