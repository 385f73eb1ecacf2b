from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from history.recording import recorded
from imports.faults import Fault


class State(models.TextChoices):
    """How far an import has come."""

    READING = "reading", _("being read")
    REFUSED = "refused", _("not readable")
    READY = "ready", _("looked through, nothing written yet")
    WAITING = "waiting", _("waits for a second pair of eyes")
    WRITING = "writing", _("being written")
    APPLIED = "applied", _("written")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("thrown away")


class Missing(models.TextChoices):
    """What becomes of members who are not in the file."""

    UNDECIDED = "", _("not decided")
    KEEP = "keep", _("stay members")
    END_ALL = "end-all", _("all ended on one day")
    END_SOME = "end-some", _("ended one by one")


@recorded
class Batch(models.Model):
    """A file, what was chosen about it, and what came of it. The file itself is not kept, only its fingerprint."""

    kind = models.CharField(_("kind"), max_length=20)
    cluster = models.ForeignKey(
        "clusters.Cluster",
        verbose_name=_("cluster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_hash = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    file_size = models.PositiveIntegerField(_("size in bytes"))
    source = models.CharField(_("source"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    observed_year = models.PositiveSmallIntegerField(_("year of the list"), null=True, blank=True)
    empties = models.BooleanField(_("empty cells empty the field"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READING)
    started_at = models.DateTimeField(_("work started"))
    created_at = models.DateTimeField(_("uploaded"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(_("by"), max_length=150)
    applied_at = models.DateTimeField(_("written"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    applied_by_name = models.CharField(_("written by"), max_length=150, blank=True)
    context = models.UUIDField(_("context of its events"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by_name = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("reason for undoing"), max_length=500, blank=True)
    headers = models.JSONField(_("headers"), default=list)
    keys = models.JSONField(_("columns"), default=list)
    notes = models.JSONField(_("notes"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    plan_hash = models.CharField(_("fingerprint of what was shown"), max_length=64, blank=True)
    same_as = models.JSONField(_("new rows that are organisations already here"), default=dict)
    missing = models.CharField(_("members not in the file"), max_length=8, choices=Missing.choices, blank=True)
    end_missing = models.JSONField(_("ends of members not in the file"), default=dict)
    skips_faulty = models.BooleanField(_("faulty rows were left out"), default=False)
    changed_clusters = models.JSONField(_("clusters it changes"), default=list)
    touches_published = models.BooleanField(_("changes published records"), default=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["file_hash"], name="batch_by_file")]
        constraints = [
            models.CheckConstraint(
                name="batch_written_has_when_and_who",
                condition=~Q(state__in=[State.APPLIED, State.UNDONE])
                | (Q(applied_at__isnull=False) & ~Q(applied_by_name="")),
            ),
            models.CheckConstraint(
                name="batch_undone_has_when_and_why",
                condition=~Q(state=State.UNDONE) | (Q(undone_at__isnull=False) & ~Q(undo_reason="")),
            ),
            models.CheckConstraint(
                name="batch_published_has_second_eyes",
                condition=Q(touches_published=False) | Q(applied_by__isnull=True) | ~Q(applied_by=F("created_by")),
                violation_error_message=_("Published records are changed by a publisher who did not upload the file."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"

    @property
    def faults(self) -> list[Fault]:
        """What was noted about the file as a whole."""
        return [Fault.from_json(kept) for kept in self.notes]

    def count(self, action: str) -> int:
        """How many rows would be added, changed, are the same, or are faulty."""
        counts: dict[str, Any] = self.counts
        return int(counts.get(action, 0))
