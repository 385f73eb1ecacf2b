"""Every two clusters that share members, as a CSV file."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clusters.exports import Reading, stream
from clusters.facets import CLUSTER_TALLIES
from clusters.models import Cluster
from clusters.shared import SharedPair
from clusters.shared_listing import MOST_CLUSTERS, SharedFilterSet, SharedMembers
from doors.files import file_headers, refused
from doors.filtersets import Problem
from doors.languages import in_asked_language, of_file
from doors.licence import LICENCE


@require_safe
@in_asked_language
def shared_csv(request: HttpRequest) -> HttpResponseBase:
    """The pairs of the query, or 400 with each fault in words, or that there are too many clusters to compare."""
    filterset: Any = of_file(SharedFilterSet)(request.GET, queryset=Cluster.objects.all())
    listing = SharedMembers(filterset, {"sector": CLUSTER_TALLIES["sector"]}, "clusters")
    if listing.problems:
        return refused(listing.problems)
    if listing.is_too_large:
        message = _("So many clusters cannot be compared at once. Choose filters until at most %(most)s are left.")
        return refused([Problem("q", filterset.question, message % {"most": MOST_CLUSTERS})])
    lines = stream(listing.pairs, _columns(request, listing), translation.get_language())
    name = _("shared-members")
    headers = file_headers(f"{name}-{listing.day.isoformat()}.csv")
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _columns(request: HttpRequest, listing: SharedMembers) -> tuple[tuple[Any, Reading], ...]:
    comparison = request.build_absolute_uri(reverse("clusters:compare"))
    dated = f"&{listing.dated}" if listing.dated else ""

    def address(pair: SharedPair) -> str:
        return f"{comparison}?{pair.query}{dated}"

    return (
        (gettext_lazy("Slug of the one"), lambda pair: pair.one.slug),
        (gettext_lazy("The one cluster"), lambda pair: pair.one.name),
        (gettext_lazy("Slug of the other"), lambda pair: pair.other.slug),
        (gettext_lazy("The other cluster"), lambda pair: pair.other.name),
        (gettext_lazy("Shared members"), lambda pair: pair.count),
        (gettext_lazy("Who they are"), lambda pair: " | ".join(pair.members)),
        (gettext_lazy("Sectors in common"), lambda pair: ", ".join(pair.sectors)),
        (gettext_lazy("As of"), lambda _pair: listing.day.isoformat()),
        (gettext_lazy("Page"), address),
        (gettext_lazy("Licence"), lambda _pair: LICENCE),
    )
