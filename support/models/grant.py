from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bilingual.templatetags.bilingual import money
from history.recording import recorded
from history.sourced import Sourced
from published.triggers import published
from support.publicity import of_clusters, published_link
from support.querysets import GrantQuerySet


@published("grant", of_clusters("support_grantcluster", "grant_id"))
@recorded
class Grant(Sourced):
    """Money that an owner of the programme has granted to an organisation that runs one or more clusters.

    It was given to the organisation, for whatever the scheme is for: a sum of grants is never the money that the
    programme gave a cluster. Two grants that are alike in everything are told apart by ``sequence``.
    """

    class State(models.TextChoices):
        COMMITTED = "committed", _("committed")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("cancelled")

    recipient = models.ForeignKey(
        "clusters.Organisation", verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="grants"
    )
    recipient_in_source = models.CharField(_("recipient in the source's words"), max_length=160, blank=True)
    owner = models.ForeignKey(
        "programmes.ProgrammeOwner", verbose_name=_("granted by"), on_delete=models.PROTECT, related_name="grants"
    )
    clusters = models.ManyToManyField(
        "clusters.Cluster", verbose_name=_("clusters"), through="support.GrantCluster", related_name="grants"
    )
    decided_date = models.DateField(
        _("decided on"), null=True, blank=True, help_text=_("Empty where the source gives a year only.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), help_text=_("Of the decision. May be left empty where the day is given.")
    )
    amount = models.BigIntegerField(_("amount (NOK)"), help_text=_("Whole kroner, as they were decided."))
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=State.choices,
        default=State.COMMITTED,
        help_text=_("A grant that was committed is not yet paid."),
    )
    scheme = models.CharField(_("grant scheme"), max_length=120)
    deciding_unit = models.CharField(
        _("deciding unit"), max_length=120, blank=True, help_text=_("The office or board that decided.")
    )
    sequence = models.PositiveSmallIntegerField(
        _("number among equals"),
        default=1,
        help_text=_("1, unless the same recipient was granted the same amount under the same scheme on the same day."),
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [models.Index(fields=["-decided_date", "-id"], name="grant_by_day")]
        constraints = [
            models.CheckConstraint(
                name="grant_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A grant is more than nothing. One that was taken back is cancelled."),
            ),
            models.CheckConstraint(
                name="grant_year_is_that_of_the_day",
                condition=Q(decided_date__isnull=True) | Q(decided_date__year=F("year")),
                violation_error_message=_("The year is another one than that of the day it was decided."),
            ),
            models.CheckConstraint(
                name="grant_year_within_the_programme",
                condition=Q(year__gte=2002, year__lte=2100),
                violation_error_message=_("The programme started in 2002."),
            ),
            models.CheckConstraint(
                name="grant_has_scheme",
                condition=~Q(scheme=""),
                violation_error_message=_("Name the scheme that the grant was given under."),
            ),
            models.CheckConstraint(name="grant_sequence_from_one", condition=Q(sequence__gte=1)),
            models.UniqueConstraint(
                fields=["recipient", "owner", "year", "decided_date", "amount", "scheme", "deciding_unit", "sequence"],
                nulls_distinct=False,
                name="grant_once",
                violation_error_message=_(
                    "There is a grant that is alike in everything. If this is another one, give it the next number "
                    "among equals."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{money(self.amount)}, {self.scheme} ({self.year})"


@published_link("grant", "grant")
@recorded
class GrantCluster(models.Model):
    """A cluster that the recipient of the grant ran: the source does not say which one the money was for."""

    grant = models.ForeignKey(Grant, verbose_name=_("grant"), on_delete=models.CASCADE, related_name="links")
    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("cluster of the grant")
        verbose_name_plural = _("clusters of the grant")
        indexes = [models.Index(fields=["cluster", "grant"], name="grant_by_cluster")]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "cluster"],
                name="grant_cluster_once",
                violation_error_message=_("The cluster is named twice."),
            )
        ]

    def __str__(self) -> str:
        return str(self.cluster)
