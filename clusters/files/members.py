"""The members that a cluster's page is about, as files: on the day, or on the last day of a cluster that has left."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.addresses import cluster_of_today, is_gone, moved
from clusters.files.asked import AskedTable
from clusters.files.tables import MEMBERS
from clusters.models import Cluster, Membership
from clusters.profiles import ClusterProfile
from clusters.record_filtersets import ClusterPageFilterSet


class AskedMembers(AskedTable):
    """The members of a cluster, with the query string of its page. Raises Http404 where there is no such cluster."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        super().__init__(MEMBERS, request, ClusterPageFilterSet, Cluster.objects.all())
        self.slug = slug

    @property
    def cluster(self) -> Any:
        """The cluster on the day."""
        return self.filterset.start().filter(slug=self.slug).first()

    @property
    def rows(self) -> Any:
        """By the alphabet."""
        shown = ClusterProfile(self.cluster, self.filterset.day, self.filterset.kinds).all_members
        rows = Membership.objects.catalogue(self.filterset.day).filter(pk__in=shown.order_by().values("pk"))
        return rows.order_by("organisation__name_key", "id")

    @property
    def stem(self) -> str:
        """By the cluster."""
        return f"{self.slug}-{super().stem}"

    @property
    def title(self) -> str:
        """Whose members they are."""
        return _("Members of %(cluster)s") % {"cluster": self.cluster.name}

    @property
    def as_of(self) -> Any:
        """The day they are members on."""
        return min(self.cluster.reference_day, self.filterset.day)


def members_of(request: HttpRequest, slug: str) -> AskedMembers | HttpResponse:
    """The members, or the way to those of the cluster that once had the slug, or that it is gone. Raises Http404."""
    asked = AskedMembers(request, slug)
    if asked.problems or asked.cluster is not None:
        return asked
    today = cluster_of_today(slug)
    if today is not None and today.slug != slug and request.resolver_match:
        return moved(request, reverse(request.resolver_match.view_name, args=[today.slug]))
    if not is_gone(slug):
        raise Http404
    message = _("There was a cluster at this address. Those who keep it have withdrawn it from the registry.")
    return HttpResponse(f"{message}\n", status=HTTPStatus.GONE, content_type="text/plain; charset=utf-8")
