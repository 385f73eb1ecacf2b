from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication


def _moment(verbose_name: Any) -> Any:
    return models.DateTimeField(verbose_name, null=True, blank=True)


def _person(verbose_name: Any) -> Any:
    """Somebody by the number of their account, which is kept when the account is gone (history has the name)."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )


class Published(models.Model):
    """A record that goes to the public in steps (clusters/publication.py), with who took each and when.

    A trigger writes both on whatever path the step is taken; nobody is named where a command took it.
    """

    publication = models.CharField(
        _("publication"), max_length=9, choices=Publication.choices, default=Publication.DRAFT
    )
    submitted_at = _moment(_("sent to review"))
    submitted_by = _person(_("sent to review by"))
    published_at = _moment(_("published on"))
    published_by = _person(_("published by"))
    withdrawn_at = _moment(_("withdrawn on"))
    withdrawn_by = _person(_("withdrawn by"))
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(class)s_in_review_was_submitted",
                condition=~Q(publication=Publication.IN_REVIEW) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_published_since",
                condition=~Q(publication=Publication.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_reason",
                condition=~Q(publication=Publication.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & (Q(withdrawn_by__isnull=True) | ~Q(withdrawal_reason=""))),
                violation_error_message=_("Say why the record is withdrawn."),
            ),
            models.CheckConstraint(
                name="%(class)s_steps_have_days",
                condition=(Q(submitted_by__isnull=True) | Q(submitted_at__isnull=False))
                & (Q(published_by__isnull=True) | Q(published_at__isnull=False))
                & (Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False)),
            ),
        )


def _steps_trigger(name: str, operation: Any, condition: Any) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.Before,
        condition=condition,
        declare=[("why", "jsonb"), ("person", "bigint")],
        func="""
            why = NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb;
            person = (why->>'user')::bigint;
            IF NEW.publication = 'in-review' THEN
                NEW.submitted_at = clock_timestamp();
                NEW.submitted_by_id = person;
            ELSIF NEW.publication = 'published' THEN
                NEW.published_at = clock_timestamp();
                NEW.published_by_id = person;
            ELSIF NEW.publication = 'withdrawn' THEN
                NEW.withdrawn_at = clock_timestamp();
                NEW.withdrawn_by_id = person;
                NEW.withdrawal_reason = left(COALESCE(NULLIF(why->>'reason', ''), NEW.withdrawal_reason), 500);
            END IF;
            RETURN NEW;
        """,
    )


def steps_triggers() -> list[pgtrigger.Trigger]:
    """Who took a step and when; a record that comes back after it was deleted keeps its own."""
    returned = pgtrigger.Condition("NEW.submitted_at IS NULL AND NEW.published_at IS NULL AND NEW.withdrawn_at IS NULL")
    changed = pgtrigger.Condition("OLD.publication IS DISTINCT FROM NEW.publication")
    return [
        _steps_trigger("step_of_new", pgtrigger.Insert, returned),
        _steps_trigger("step_taken", pgtrigger.UpdateOf("publication"), changed),  # type: ignore[no-untyped-call]
    ]
