"""Which changes of this room wait for a second pair of eyes, and whose they are."""

from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication
from clusters.merging import moves_along
from clusters.models import Cluster, Organisation
from history.changesets import Changeset, State
from history.events import label_of
from review.kinds import Kind, review
from support.models import Grant, GrantCluster, Observation, Project, ProjectCluster, ProjectParticipant

_NOT_YOURS = _("%(steward)s is steward of %(cluster)s; only its staff may change it. Choose another cluster.")


def begin() -> None:
    """Called once, when the models are there."""
    for model, link in ((Grant, GrantCluster), (Project, ProjectCluster)):
        review(_kind(model, link))
        moves_along(Cluster, link, "cluster", same=(f"{model._meta.model_name}_id",))
    moves_along(Organisation, Grant, "recipient")
    moves_along(Organisation, ProjectParticipant, "organisation", same=("project_id", "role"))
    moves_along(Cluster, Observation, "cluster", same=("indicator_id", "year", "value", "source"))


def _kind(model: Any, link: Any) -> Kind:
    """Records that name clusters through ``link``: whoever may change one of these may change them."""
    return Kind(
        model,
        editable_by=lambda user: model.objects.all().editable_by(user),
        is_public=partial(_is_public, model, link),
        waits_when_new=partial(_names_published, model, link),
        may_make=partial(_may_make, model, link),
        fault=partial(fault_in_links, link),
    )


def fault_in_links(link: Any, work: Changeset, user: Any) -> Promise | str:
    """Which cluster somebody names, or no longer names, that is not theirs to change; empty if there is none."""
    links = [change for change in work if change.model == label_of(link)]
    named = {state["cluster_id"] for change in links for state in (change.before, change.after) if state}
    own = Cluster.objects.all().editable_by(user).filter(pk__in=named).values("pk")
    other = Cluster.objects.filter(pk__in=named).exclude(pk__in=own).order_by("name_key").first() if named else None
    return _NOT_YOURS % {"steward": other.steward, "cluster": other} if other else ""


def _may_make(model: Any, link: Any, work: Changeset, user: Any) -> bool:
    """Whoever may change all clusters that the new record names."""
    is_new = any(change.model == label_of(model) and change.kind == "insert" for change in work)
    return is_new and not fault_in_links(link, work, user)


def _is_public(model: Any, link: Any, state: State) -> bool:
    """Whether the public sees the record; one whose links are gone by now may have been seen."""
    return _names_published(model, link, state) or not link.objects.filter(**_of(model, state)).exists()


def _names_published(model: Any, link: Any, state: State) -> bool:
    named = link.objects.filter(**_of(model, state), cluster__publication=Publication.PUBLISHED)
    return bool(named.exists())


def _of(model: Any, state: State) -> dict[str, Any]:
    return {model._meta.model_name: state["id"]}
