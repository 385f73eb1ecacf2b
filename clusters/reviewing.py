"""Which changes of the registry wait for a second pair of eyes, and which ask for a reason."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication
from clusters.merging import NotMergedError, merge_clusters, merge_organisations
from clusters.models import Cluster, ClusterSuccession, Organisation, TierPeriod
from clusters.permissions import can_be_edited_by, fault_in_work
from clusters.services import settle_periods
from history.changesets import Changeset, RowChange, State
from history.holding import RefusedError
from history.reasons import ask_reason
from review.kinds import Kind, review

GONE = _("One of the two records is not there any more.")


def begin() -> None:
    """Called once, when the models are there."""
    review(
        Kind(
            Cluster,
            editable_by=lambda user: Cluster.objects.all().editable_by(user),
            is_public=_is_published,
            waits_when_new=_is_published,
            goes_directly=_is_step,
            fault=fault_in_work,
            settle=lambda cluster: settle_periods(cluster=cluster),
            services={"merge": partial(_merge, Cluster, merge_clusters)},
        )
    )
    # An organisation is seen by the public from the day it is entered; what a cluster says of it is the cluster's.
    review(
        Kind(
            Organisation,
            editable_by=lambda user: Organisation.objects.all().editable_by(user),
            is_public=lambda _state: True,
            services={"merge": partial(_merge, Organisation, merge_organisations)},
        )
    )
    ask_reason(TierPeriod)
    ask_reason(ClusterSuccession)
    ask_reason(Cluster, "steward_id", "publication")
    ask_reason(Organisation, "merged_into_id")


def _is_published(state: State) -> bool:
    return bool(state["publication"] == Publication.PUBLISHED)


def _is_step(change: RowChange) -> bool:
    """Taking a record from the public needs a publisher and a reason, and no second pair of eyes: it may be urgent."""
    return "publication" in change.columns and change.before is not None and change.after is not None


def _merge(model: Any, merge: Callable[..., Changeset], pk: int, *, other: int, user: Any, **how: Any) -> Changeset:
    """The suggested merger, for somebody who may change both records."""
    found = model.objects.in_bulk([pk, other])
    if len(found) != len({pk, other}):
        raise RefusedError(GONE)
    if not can_be_edited_by(found[other], user):
        raise PermissionDenied
    try:
        return merge(kept=found[pk], other=found[other], **how)
    except NotMergedError as refused:
        raise RefusedError(str(refused)) from refused
