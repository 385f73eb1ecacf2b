from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from history.changesets import Changeset
from history.recording import recorded
from review.choices import State
from review.querysets import RevisionQuerySet


def _person(verbose_name: Any, **more: Any) -> Any:
    """Somebody by the number of their account, which is kept when the account is gone (history has the name)."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        **more,
    )


@recorded
class Revision(models.Model):
    """A change of a record that the public sees, as somebody suggests it.

    ``changes`` is the changeset (history/changesets.py) that accepting writes. ``record_kind`` is the label of the
    record's model, ``record_id`` its id; the record may be gone by the time somebody reads this. Where ``service``
    names one of the kind's services, accepting runs it with ``arguments``, if it still does just these changes.
    """

    record_kind = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    title = models.CharField(_("record"), max_length=200)
    changes = models.JSONField(_("changes"))
    service = models.CharField(_("service"), max_length=20, blank=True, editable=False)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True, editable=False)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    author = _person(_("suggested by"))
    suggested_at = models.DateTimeField(_("suggested"), db_default=Now())
    decided_by = _person(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.CharField(_("answer"), max_length=500, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested change")
        verbose_name_plural = _("suggested changes")
        indexes = [
            models.Index(fields=["record_kind", "record_id", "state"], name="revision_by_record"),
            models.Index(fields=["state", "-suggested_at", "id"], name="revision_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="revision_decided_when_not_waiting",
                condition=Q(state=State.WAITING, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=State.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="revision_decided_by_somebody_else",
                condition=~Q(state__in=[State.ACCEPTED, State.REFUSED]) | ~Q(decided_by=F("author")),
                violation_error_message=_("Somebody else than its author decides about a suggested change."),
            ),
            models.CheckConstraint(
                name="revision_taken_back_by_author",
                condition=~Q(state=State.WITHDRAWN) | Q(decided_by=F("author")),
            ),
            models.CheckConstraint(
                name="revision_refused_says_why",
                condition=~Q(state=State.REFUSED, note=""),
                violation_error_message=_("Say why you refuse the change. Its author reads it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def changeset(self) -> Changeset:
        """What accepting it writes."""
        return Changeset.from_json(self.changes)

    @property
    def waits(self) -> bool:
        """Whether it can still be decided."""
        return self.state == State.WAITING
