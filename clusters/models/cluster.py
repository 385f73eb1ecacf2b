from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from clusters.choices import Reach
from clusters.models.findable import NAME_WORDS, Findable, Vector, indexes_of, lines_folded, stored
from clusters.models.publicity import CLUSTERS, HIDDEN_OF_CLUSTERS
from clusters.models.published import Published, steps_triggers
from clusters.querysets import ClusterQuerySet
from history.derived import DerivedCodes
from history.recording import recorded, touched
from history.sourced import Sourced
from published.triggers import published, published_part

#: Pages of the registry that stand where a cluster's page would (clusters/urls.py).
RESERVED_SLUGS = ("compare", "felles", "sammenlign", "shared")


class ClusterVector(Vector):
    """Name (A), other names (B), sectors, hosts, places and summary (C), description (D)."""

    template = (
        f"{NAME_WORDS} || setweight(words_vector(related_words) || text_vector(summary_nb, summary_en), 'C')"
        " || setweight(text_vector(description_nb, description_en), 'D')"
    )


@published("cluster", CLUSTERS, HIDDEN_OF_CLUSTERS)
@recorded
class Cluster(Findable, Sourced, Published):
    """An organised group of companies, knowledge institutions, entrepreneurs and public bodies.

    The group itself, not the legal body that runs it (that is a HostPeriod). Its tier, status and
    member counts on a day are derived, never typed in.
    """

    name = models.CharField(_("name"), max_length=120, help_text=_("The name in use today, as the cluster writes it."))
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Stands in the cluster's address. After a change the old address leads on to the new one."),
    )
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    summary_nb = models.CharField(
        _("summary (Norwegian)"), max_length=400, blank=True, help_text=_("One or two sentences, shown in lists.")
    )
    summary_en = models.CharField(_("summary (English)"), max_length=400, blank=True)
    description_nb = models.TextField(_("description (Norwegian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    sectors = models.ManyToManyField(
        "clusters.Sector", verbose_name=_("sectors"), through="clusters.ClusterSector", related_name="clusters"
    )
    seat = models.ForeignKey(
        "regions.Region",
        verbose_name=_("seat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The municipality, of any era; the county where the municipality is not known."),
    )
    reach = models.CharField(_("reach"), max_length=8, choices=Reach.choices, default=Reach.REGIONAL)
    founded_year = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail of the office"), blank=True)
    steward = models.ForeignKey(
        "programmes.ProgrammeOwner",
        verbose_name=_("steward"),
        on_delete=models.PROTECT,
        related_name="clusters",
        help_text=_("The owner whose staff keep this record."),
    )
    confirmed_date = models.DateField(
        _("confirmed"), null=True, blank=True, help_text=_("When a person last vouched for the record.")
    )
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("updated"), db_default=Now(), editable=False)
    sector_slugs = DerivedCodes()
    words_folded = lines_folded("name", "other_names", "related_words", "summary_nb", "summary_en")
    search_vector = stored(ClusterVector())

    summary = Bilingual("summary")
    description = Bilingual("description")

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        indexes = [
            *indexes_of("cluster", shown_by="publication"),
            models.Index(fields=["-updated_at", "id"], name="cluster_by_update"),
            models.Index(fields=["founded_year", "name_key", "id"], name="cluster_by_founding"),
        ]
        constraints = [
            *Published.Meta.constraints,
            models.CheckConstraint(
                name="cluster_has_name",
                condition=~Q(name=""),
                violation_error_message=_("A cluster has a name."),
            ),
            models.CheckConstraint(
                name="cluster_slug_not_reserved",
                condition=~Q(slug__in=RESERVED_SLUGS) & Q(slug__regex="[A-Za-z]"),
                violation_error_message=_(
                    "This slug is the address of another page, or has no letter in it. Choose another one."
                ),
            ),
        ]
        # To vouch for a record is not to change it.
        triggers = [touched(*Findable.FOLLOWING, "sector_slugs", "confirmed_date"), *steps_triggers()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The cluster's page in the language of the request."""
        return reverse("clusters:cluster", args=[self.slug])


@published_part("cluster", "sectors", "cluster", CLUSTERS)
@recorded
class ClusterSector(models.Model):
    """A cluster works in a sector."""

    cluster = models.ForeignKey(Cluster, verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="+")
    sector = models.ForeignKey("clusters.Sector", verbose_name=_("sector"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("sector of the cluster")
        verbose_name_plural = _("sectors of the cluster")
        constraints = [models.UniqueConstraint(fields=["cluster", "sector"], name="cluster_sector_once")]

    def __str__(self) -> str:
        return str(self.sector)
