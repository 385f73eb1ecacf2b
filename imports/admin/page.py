"""What stands on the page of one import."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports import limits, permissions, work
from imports.downloads import said
from imports.forms import ChoicesForm, ReasonForm
from imports.kinds import KINDS
from imports.kinds.base import ADD, CHANGE, END, FAULTY, MISSING, SAME
from imports.models import Batch, Missing, StagedRow, State
from imports.planning import texts
from imports.undoing import clusters_in, written_by

LABELS = {
    ADD: gettext_lazy("new"),
    CHANGE: gettext_lazy("changed"),
    END: gettext_lazy("ended"),
    MISSING: gettext_lazy("not in the file"),
    SAME: gettext_lazy("as before"),
    FAULTY: gettext_lazy("with faults"),
}
STEPS = {
    "reading": gettext_lazy("The file is being read."),
    "comparing": gettext_lazy("The rows are being compared with the registry."),
    "staging": gettext_lazy("What was found is being noted."),
    "writing": gettext_lazy("The registry is being written."),
}


@dataclass
class ShownRow:
    """A staged row as the page shows it."""

    number: int
    label: Any
    record: str
    differences: list[tuple[Any, Any, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


def page_of(batch: Batch, request: HttpRequest) -> dict[str, Any]:
    """The context of the page."""
    progress = work.progress_of(batch) if batch.state in work.BUSY else None
    return {
        "title": _("Import of %(file)s") % {"file": batch.file_name},
        "batch": batch,
        "object": batch,
        "kind": KINDS[batch.kind],
        "progress": progress,
        "step": STEPS.get(progress.step, "") if progress else "",
        "interrupted": work.was_interrupted(batch),
        "counts": [(action, label, batch.count(action)) for action, label in LABELS.items()],
        "faulty": _faulty(batch),
        **_rows(batch, request),
        **_doors(batch, request),
    }


def _faulty(batch: Batch) -> list[ShownRow]:
    rows = batch.rows.filter(action=FAULTY).order_by("number", "pk")[: limits.SHOWN]
    return [shown(row, batch) for row in rows]


def _rows(batch: Batch, request: HttpRequest) -> dict[str, Any]:
    """A page of the rows of one sort."""
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in LABELS else next((a for a in (ADD, CHANGE, END) if batch.count(a)), SAME)
    found = batch.rows.filter(action=wanted).order_by("number", "record", "pk")
    page = Paginator(found, limits.SHOWN).get_page(request.GET.get("p"))
    return {
        "show": wanted,
        "show_label": LABELS[wanted],
        "page": page,
        "rows": [shown(row, batch) for row in page],
        "is_emptied": bool(batch.counts) and not batch.rows.exists(),
    }


def shown(row: StagedRow, batch: Batch) -> ShownRow:
    """The row in the language of the page."""
    kind = KINDS[batch.kind]
    columns = {column.key: column for column in kind.columns}
    differences = [
        (columns[key].header, columns[key].show(old) if old else "", columns[key].show(new) if new else "")
        for key, old, new in row.differences
    ]
    return ShownRow(
        row.number,
        LABELS[row.action],
        row.record,
        differences,
        [said(fault, batch) for fault in row.all_faults],
        [str(note) for note in row.all_notes],
        texts(row.cells),
    )


def choices_form(batch: Batch, data: Any = None) -> ChoicesForm:
    """The questions about the import, with the answers given so far."""
    near = list(batch.rows.filter(action=ADD).exclude(near=[]).order_by("number")[: limits.SHOWN])
    absent = list(batch.rows.filter(number=0).order_by("record", "pk"))
    initial = {"missing": batch.missing, **{f"end_{pk}": day for pk, day in batch.end_missing.items()}}
    if batch.missing == Missing.END_ALL:
        initial["end_all"] = next(iter(batch.end_missing.values()), "")
    return ChoicesForm(data, rows=near, absent=absent, initial=initial)


def clusters_of(batch: Batch) -> set[int]:
    """Ids of the clusters that the import changes or has changed."""
    if batch.state in {State.APPLIED, State.UNDONE}:
        return clusters_in(written_by(batch))
    return set(batch.changed_clusters)


def _why_not(batch: Batch, clusters: set[int], user: Any) -> Any:
    fault = permissions.fault_in_writing(batch, clusters, user)
    is_unsent = batch.touches_published and batch.state == State.READY
    return fault or (permissions.NOT_SENT if is_unsent else "")


def _doors(batch: Batch, request: HttpRequest) -> dict[str, Any]:
    """What the person may do with the import, and why not where they may not."""
    user: Any = request.user
    is_open = batch.state in {State.READY, State.WAITING}
    clusters = clusters_of(batch) if is_open or batch.state == State.APPLIED else set()
    may_choose = permissions.may_choose(batch, user)
    asks = batch.state == State.READY and may_choose
    form = choices_form(batch) if asks else None
    return {
        "choices": form if form and (form.rows or form.absent) else None,
        "why_not": _why_not(batch, clusters, user) if is_open else "",
        "has_changes": any(batch.count(action) for action in (ADD, CHANGE, END)),
        "is_undecided": bool(batch.count(MISSING)) and batch.missing == Missing.UNDECIDED,
        "may_choose": may_choose,
        "may_send": may_choose and batch.state == State.READY and batch.touches_published,
        "why_not_undo": permissions.fault_in_undoing(batch, clusters, user) if batch.state == State.APPLIED else "",
        "reason_form": ReasonForm(),
        "address": reverse("admin:imports_batch_change", args=[batch.pk]),
    }
