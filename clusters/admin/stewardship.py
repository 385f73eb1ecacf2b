"""The owner rule in the admin: a cluster and everything on it may be changed by its steward's staff."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.permissions import can_be_edited_by, may_edit_some
from clusters.services import settle_periods
from review.desk import ReviewedAdmin


def may_edit_cluster(request: HttpRequest, cluster_id: int | None) -> bool:
    """Whether the person may change the cluster, or, without one, any cluster; asked of the database once a request."""
    answers: dict[int | None, bool] = request.__dict__.setdefault("editable_clusters", {})
    if cluster_id not in answers:
        user: Any = request.user
        answers[cluster_id] = (
            may_edit_some(Cluster, user) if cluster_id is None else can_be_edited_by(Cluster(pk=cluster_id), user)
        )
    return answers[cluster_id]


class ClusterPartAdmin(ReviewedAdmin):
    """Rows that belong to a cluster, as a list across all clusters."""

    #: The field that names the cluster; it is chosen once, when the row is added.
    belongs_to = "cluster"

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the cluster."""
        return may_edit_cluster(request, getattr(obj, f"{self.belongs_to}_id", None))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row stays with its cluster."""
        return [*super().get_readonly_fields(request, obj), *([self.belongs_to] if obj else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """The form, refusing rows on clusters of other stewards."""
        form = super().get_form(request, obj, change, **kwargs)
        field = form.base_fields.get(self.belongs_to)
        if field is not None:
            form.base_fields[self.belongs_to].validators = [_EditableBy(request)]
        return form

    def settle(self, obj: Any) -> None:
        """Assumed ends of the cluster follow from the row."""
        settle_periods(cluster=getattr(obj, self.belongs_to))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row; assumed ends of the cluster follow."""
        super().delete_model(request, obj)
        self.settle(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the rows; assumed ends of their clusters follow."""
        clusters = list(Cluster.objects.filter(pk__in=queryset.values(self.belongs_to)))
        super().delete_queryset(request, queryset)
        for cluster in clusters:
            settle_periods(cluster=cluster)


class _EditableBy:
    """Validator of a field that names a cluster."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __call__(self, cluster: Cluster) -> None:
        if not may_edit_cluster(self.request, cluster.pk):
            raise forms.ValidationError(
                _("%(steward)s is steward of %(cluster)s; only its staff may change it. Choose another cluster."),
                params={"steward": cluster.steward, "cluster": cluster},
            )
