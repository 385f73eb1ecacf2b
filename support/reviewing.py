"""Which changes of this room wait for a second pair of eyes, and whose they are."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication
from clusters.merging import moves_along
from clusters.models import Cluster, Organisation
from history.changesets import Changeset, State
from history.events import label_of
from review.kinds import Kind, review
from support.models import Grant, GrantCluster, Observation

_NOT_YOURS = _("%(steward)s is steward of %(cluster)s; only its staff may change it. Choose another cluster.")


def begin() -> None:
    """Called once, when the models are there."""
    review(
        Kind(
            Grant,
            editable_by=lambda user: Grant.objects.all().editable_by(user),
            is_public=_is_public,
            waits_when_new=_names_published,
            may_make=_may_make,
            fault=fault_in_links,
        )
    )
    moves_along(Organisation, Grant, "recipient")
    moves_along(Cluster, GrantCluster, "cluster", same=("grant_id",))
    moves_along(Cluster, Observation, "cluster", same=("indicator_id", "year", "value", "source"))


def fault_in_links(work: Changeset, user: Any) -> Promise | str:
    """Which cluster somebody names, or no longer names, that is not theirs to change; empty if there is none."""
    links = [change for change in work if change.model == label_of(GrantCluster)]
    named = {state["cluster_id"] for change in links for state in (change.before, change.after) if state}
    own = Cluster.objects.all().editable_by(user).filter(pk__in=named).values("pk")
    other = Cluster.objects.filter(pk__in=named).exclude(pk__in=own).order_by("name_key").first() if named else None
    return _NOT_YOURS % {"steward": other.steward, "cluster": other} if other else ""


def _may_make(work: Changeset, user: Any) -> bool:
    """Whoever may change all clusters that the new grant names."""
    is_new = any(change.model == label_of(Grant) and change.kind == "insert" for change in work)
    return is_new and not fault_in_links(work, user)


def _is_public(state: State) -> bool:
    """Whether the public sees the grant; one whose links are gone by now may have been seen."""
    links = GrantCluster.objects.filter(grant=state["id"])
    return _names_published(state) or not links.exists()


def _names_published(state: State) -> bool:
    return GrantCluster.objects.filter(grant=state["id"], cluster__publication=Publication.PUBLISHED).exists()
