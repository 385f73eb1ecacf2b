"""The members that a cluster's page is about, as files: on the day, or on the last day of a cluster that has left."""

from http import HTTPStatus
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clusters.addresses import cluster_of_today, is_withdrawn, moved
from clusters.exports import BATCH, stream
from clusters.models import Cluster
from clusters.profiles import ClusterProfile
from clusters.record_filtersets import ClusterPageFilterSet
from doors.files import file_headers, refused
from doors.licence import LICENCE, LICENCE_ADDRESS, LICENCE_NAME
from doors.workbooks import CONTENT_TYPE, workbook

COLUMNS = (
    (gettext_lazy("Organisation number"), lambda row: row.organisation.organisation_number),
    (gettext_lazy("Name"), lambda row: row.organisation.name),
    (gettext_lazy("Kind"), lambda row: row.organisation.get_kind_display()),
    (gettext_lazy("Role"), lambda row: row.get_role_display()),
    (gettext_lazy("From"), lambda row: row.start_date),
    (gettext_lazy("To"), lambda row: row.last_date),
    (gettext_lazy("End confirmed"), lambda row: _("yes") if row.is_end_confirmed else _("no")),
    (gettext_lazy("Named in"), lambda row: row.observed_year),
    (gettext_lazy("Confirmed by a person"), lambda row: row.confirmed_date),
    (gettext_lazy("Id"), lambda row: row.organisation_id),
    (gettext_lazy("Licence"), lambda _row: LICENCE),
    (gettext_lazy("Source"), lambda row: row.source),
)


@require_safe
def members_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The members as CSV."""
    profile = _asked(request, slug)
    if not isinstance(profile, ClusterProfile):
        return profile
    lines = stream(profile.all_members.iterator(BATCH), COLUMNS, translation.get_language())
    headers = file_headers(_name(profile, "csv"))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def members_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The members as an Excel workbook."""
    profile = _asked(request, slug)
    if not isinstance(profile, ClusterProfile):
        return profile
    about = (
        (_("About the file"), _("Members of %(cluster)s") % {"cluster": profile.cluster.name}),
        (_("As of"), min(profile.cluster.reference_day, profile.day)),
        (_("Made"), timezone.localdate()),
        (_("Address"), request.build_absolute_uri()),
        (_("Licence"), f"{LICENCE_NAME}, {LICENCE_ADDRESS}"),
    )
    written = workbook(capfirst(_("members")), COLUMNS, profile.all_members.iterator(BATCH), about)
    return FileResponse(written, content_type=CONTENT_TYPE, headers=file_headers(_name(profile, "xlsx")))


def _asked(request: HttpRequest, slug: str) -> ClusterProfile | HttpResponse:
    """The cluster with its members, or what is wrong with the question. Raises Http404."""
    filterset = ClusterPageFilterSet(request.GET, queryset=Cluster.objects.all())
    if filterset.problems:
        return refused(filterset.problems)
    found: Any = filterset.start().filter(slug=slug).first()
    if found is None:
        return _elsewhere(request, slug)
    return ClusterProfile(found, filterset.day, filterset.kinds)


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to the members of the cluster that once had the slug, or that it is gone. Raises Http404."""
    today = cluster_of_today(slug)
    if today is not None and today.slug != slug and request.resolver_match:
        return moved(request, reverse(request.resolver_match.view_name, args=[today.slug]))
    if not is_withdrawn(slug):
        raise Http404
    message = _("There was a cluster at this address. Those who keep it have withdrawn it from the registry.")
    return HttpResponse(f"{message}\n", status=HTTPStatus.GONE, content_type="text/plain; charset=utf-8")


def _name(profile: ClusterProfile, ending: str) -> str:
    return f"{profile.cluster.slug}-{_('members')}-{profile.day.isoformat()}.{ending}"


member_patterns = [
    path(gettext_lazy("clusters/<slug:slug>/members.csv"), members_csv, name="members_csv"),
    path(gettext_lazy("clusters/<slug:slug>/members.xlsx"), members_xlsx, name="members_xlsx"),
]
