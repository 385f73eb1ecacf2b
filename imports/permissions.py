"""Who may bring in, write and undo an import. Follows from who may edit the records (clusters' ``editable_by``)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from imports.models import Batch, State

READERS = _("Only editors and above import.")
NOT_STEWARD = _("The import changes clusters of other stewards, whose staff must write it.")
NEEDS_PUBLISHER = _("The import changes what the public sees. A publisher writes it.")
SECOND_EYES = _("The import changes what the public sees: a publisher other than you must write it. Send it on.")
NOT_SENT = _("The import changes what the public sees. Whoever made it sends it on first.")


def may_import(user: Any) -> bool:
    """Whether the person may bring in files at all."""
    return bool(user.edits_everything or user.edits_own)


def fault_in_writing(batch: Batch, clusters: set[int], user: Any) -> Promise | str:
    """Why the person may not write the batch, which changes these clusters; empty if they may."""
    if not may_import(user):
        return READERS
    if not may_change(clusters, user):
        return NOT_STEWARD
    if not batch.touches_published:
        return ""
    if not user.publishes:
        return NEEDS_PUBLISHER
    return SECOND_EYES if batch.created_by_id == user.pk or batch.created_by_id is None else ""


def fault_in_undoing(batch: Batch, clusters: set[int], user: Any) -> Promise | str:
    """Why the person may not undo the batch; empty if they may."""
    if not may_import(user):
        return READERS
    if not may_change(clusters, user):
        return NOT_STEWARD
    return NEEDS_PUBLISHER if batch.touches_published and not user.publishes else ""


def may_change(clusters: set[int], user: Any) -> bool:
    """Whether every one of the clusters is the person's to change."""
    return Cluster.objects.editable_by(user).filter(pk__in=clusters).count() == len(clusters)


def may_choose(batch: Batch, user: Any) -> bool:
    """Whether the person may answer the questions of a batch that is not written yet, or throw it away."""
    return may_import(user) and batch.created_by_id == user.pk and batch.state in {State.READY, State.WAITING}
