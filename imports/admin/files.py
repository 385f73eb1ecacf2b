"""Files that go with imports: templates, the records as they stand, the faulty rows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.models import Cluster
from imports import downloads
from imports.kinds import KINDS, Kind
from imports.kinds.base import Setting
from imports.models import Batch


@require_safe
def template(request: HttpRequest, kind: str, form: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """An empty file with the headers of a kind."""
    wanted = _kind(kind, form)
    return _file(downloads.template(wanted, form), f"{_('template')}-{kind}", form)


@require_safe
def current(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """What the registry says today, in the form that imports again."""
    wanted = _kind(kind, form)
    user: Any = request.user
    slug = request.GET.get("cluster", "")
    cluster = get_object_or_404(Cluster, slug=slug) if wanted.is_of_one_cluster else None
    setting = Setting(user=user, today=timezone.localdate(), cluster=cluster)
    name = f"{kind}-{slug}" if cluster else kind
    return _file(downloads.current(wanted, setting, form), f"{name}-{setting.today.isoformat()}", form)


@require_safe
def faulty(request: HttpRequest, pk: int, form: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """The rows of an import that could not be written, each with what is wrong with it."""
    batch = get_object_or_404(Batch, pk=pk)
    if form not in downloads.TYPES or not batch.headers:
        raise Http404
    return _file(downloads.faulty_rows(batch, form), f"{_('faulty-rows')}-{pk}", form)


def _kind(code: str, form: str) -> Kind:
    if code not in KINDS or form not in downloads.TYPES:
        raise Http404
    return KINDS[code]


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=downloads.TYPES[form], headers=headers)
