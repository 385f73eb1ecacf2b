"""Which changes of the registry wait for a second pair of eyes, and which ask for a reason."""

from clusters.choices import Publication
from clusters.models import Cluster, ClusterSuccession, Organisation, TierPeriod
from clusters.permissions import fault_in_work
from clusters.services import settle_periods
from history.changesets import RowChange, State
from history.reasons import ask_reason
from review.kinds import Kind, review


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
        )
    )
    # An organisation is seen by the public from the day it is entered; what a cluster says of it is the cluster's.
    review(
        Kind(
            Organisation,
            editable_by=lambda user: Organisation.objects.all().editable_by(user),
            is_public=lambda _state: True,
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
