"""Who may change and publish one record; the rule itself is ``editable_by`` of the querysets."""

from typing import Any, Protocol

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication
from clusters.models import Cluster
from clusters.publication import STEPS
from clusters.querysets import StaffMember
from history.belonging import record_of
from history.changesets import Changeset, RowChange
from history.events import event_model, label_of


class Publisher(StaffMember, Protocol):
    """What the rule about publishing needs to know of a person."""

    pk: Any

    @property
    def publishes(self) -> bool:
        """Publishers and administrators."""


def can_be_edited_by(record: Any, user: StaffMember) -> bool:
    """Whether the person may change this cluster or organisation."""
    editable = type(record)._default_manager.all().editable_by(user)
    return bool(editable.filter(pk=record.pk).exists())


def may_edit_some(model: Any, user: StaffMember) -> bool:
    """Whether there is any record of this kind, existing or new, that the person may change."""
    return not model._default_manager.all().editable_by(user).query.is_empty()


def fault_in_step(cluster: int | None, before: str | None, after: str, user: Publisher) -> Promise | str:
    """Why the person may not take the cluster from one state to another, in a sentence; empty if they may.

    Publishing needs the publisher's role and a second pair of eyes: nobody publishes what only they have
    touched. A record that a command loaded has been touched by others. ``before`` is None for a new one.
    """
    start = before or Publication.DRAFT
    if start == after:
        return ""
    step = STEPS.get((start, after))
    if step is None:
        return _("There is no way from “%(before)s” to “%(after)s”.") % {
            "before": Publication(start).label,
            "after": Publication(after).label,
        }
    if step.needs_publisher and not user.publishes:
        return _("Only publishers and administrators publish and withdraw. Ask a publisher of your owner.")
    if step.needs_others and not _touched_by_somebody_else(cluster, user):
        return _("Nobody but you has touched this cluster. Leave it in review, and ask a colleague to publish it.")
    return ""


def fault_in_work(work: Changeset, user: Publisher) -> Promise | str:
    """Why the steps in somebody's work may not be taken; empty if they may. A step to the public stands alone."""
    for change in work:
        if change.model != label_of(Cluster) or change.after is None or change.before is None:
            continue
        before, after = change.before["publication"], change.after["publication"]
        if fault := fault_in_step(change.pk, before, after, user):
            return fault
        if before != after == Publication.PUBLISHED and _does_more(change, work):
            return _("Save your other changes first, and publish afterwards: others must be able to see them.")
    return ""


def _does_more(change: RowChange, work: Changeset) -> bool:
    parts = [other for other in work if record_of(other) == change.row and other.row != change.row]
    return bool(parts) or bool(set(change.columns) - {"publication", "published_at", "published_by_id"})


def _touched_by_somebody_else(cluster: int | None, user: Publisher) -> bool:
    events: Any = event_model(Cluster)
    own = Q(pgh_context__user=user.pk)
    # An event without a user was written by a command: by somebody else.
    return bool(events.objects.filter(pgh_obj_id=cluster).exclude(own).exists()) if cluster else False
