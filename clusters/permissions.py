"""Who may change and publish one record; the rule itself is ``editable_by`` of the querysets."""

from typing import Any, Protocol

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication
from clusters.models import Cluster
from clusters.querysets import StaffMember
from history.events import event_model


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


def fault_in_publishing(cluster: Cluster, user: Publisher) -> Promise | str:
    """Why the person may not publish the cluster, in a sentence; empty if they may.

    Publishing needs the publisher's role and a second pair of eyes: nobody publishes what only they have
    touched. A record that a command loaded has been touched by others.
    """
    if not user.publishes:
        return _("Only publishers and administrators publish. Choose “in review”, and ask a publisher of your owner.")
    if not _touched_by_somebody_else(cluster, user):
        return _("Nobody but you has touched this cluster. Choose “in review”, and ask a colleague to publish it.")
    return ""


def _touched_by_somebody_else(cluster: Cluster, user: Publisher) -> bool:
    events: Any = event_model(Cluster)
    own = Q(pgh_context__user=user.pk)
    # An event without a user was written by a command: by somebody else.
    return bool(events.objects.filter(pgh_obj_id=cluster.pk).exclude(own).exists()) if cluster.pk else False


def is_newly_published(cluster: Cluster, stored: str | None) -> bool:
    """Whether saving the cluster would bring it before the public; ``stored`` is what the database holds."""
    return cluster.publication == Publication.PUBLISHED and stored != Publication.PUBLISHED
