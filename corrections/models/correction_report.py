from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bilingual.text import LANGUAGES
from corrections.choices import CLOSED, WAITING, Block, State
from corrections.querysets import CorrectionReportQuerySet
from history.recording import recorded_with

#: Kinds of records that a report may be about.
SUBJECTS = ("cluster", "organisation", "region")
LONGEST_TEXT = 4_000
LONGEST_EVIDENCE = 500
LONGEST_ANSWER = 2_000
LONGEST_SUBJECT = 200
LONGEST_SEARCH = 2_000


def _one_at_most(*names: str) -> Q:
    """Of the references, at least all but one are empty."""
    condition = Q()
    for kept in names:
        condition |= Q(**{f"{name}__isnull": True for name in names if name != kept})
    return condition


@recorded_with(without=("key", "reference", "text", "evidence", "searched", "email", "answer"))
class CorrectionReport(models.Model):
    """What somebody outside says is wrong or missing, and what became of it.

    History keeps its states and who set them. What was written stands here alone, because it may be about people,
    and is deleted with the row.
    """

    reference = models.CharField(_("reference"), max_length=11, unique=True, editable=False)
    key = models.CharField(
        max_length=64, unique=True, editable=False, help_text="The same form sent twice has the same key."
    )
    cluster = models.ForeignKey(
        "clusters.Cluster",
        verbose_name=_("cluster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    organisation = models.ForeignKey(
        "clusters.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    subject = models.CharField(_("about"), max_length=LONGEST_SUBJECT, blank=True)
    searched = models.CharField(_("searched for"), max_length=LONGEST_SEARCH, blank=True)
    block = models.CharField(_("part of the page"), max_length=13, choices=Block.choices)
    text = models.TextField(_("what is wrong"), max_length=LONGEST_TEXT)
    evidence = models.CharField(_("where it can be checked"), max_length=LONGEST_EVIDENCE, blank=True)
    email = models.EmailField(_("e-mail for the answer"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[(code, code) for code in LANGUAGES])
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("received"), db_default=Now(), editable=False)
    taken_at = models.DateTimeField(_("taken on"), null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.TextField(
        _("answer"),
        max_length=LONGEST_ANSWER,
        blank=True,
        help_text=_("What became of it, in the language of the report. Stands on the page the reporter was given."),
    )

    objects = CorrectionReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report from the public")
        verbose_name_plural = _("reports from the public")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="report_by_arrival"),
            models.Index(fields=["created_at"], condition=Q(state__in=WAITING), name="report_waiting"),
        ]
        constraints = [
            models.CheckConstraint(name="report_about_one", condition=_one_at_most(*SUBJECTS)),
            models.CheckConstraint(name="report_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="report_taken_when_not_new",
                condition=Q(state=State.NEW, taken_at__isnull=True) | (~Q(state=State.NEW) & Q(taken_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_closed_has_day",
                condition=Q(state__in=WAITING, closed_at__isnull=True) | Q(state__in=CLOSED, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_closed_forgets_email",
                condition=Q(email="") | Q(state__in=WAITING),
                violation_error_message=_("The e-mail address goes when the report is closed."),
            ),
            models.CheckConstraint(
                name="report_refused_says_why",
                condition=~Q(state=State.REFUSED, answer=""),
                violation_error_message=_("Say in the answer why the report is not followed up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        """The page that says what became of the report, for whoever has its reference."""
        return reverse("corrections:receipt", args=[self.reference])

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in CLOSED
