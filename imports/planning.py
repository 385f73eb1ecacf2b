"""What a file would change, worked out before anything is written, and again when it is."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clusters.choices import Publication
from clusters.models import Cluster, Organisation
from history.events import label_of
from imports.faults import Fault
from imports.headers import read_rows
from imports.kinds import KINDS
from imports.kinds.base import ADD, INERT, Planned, Setting
from imports.models import Batch, Missing
from imports.reading.cells import Cell, Line


@dataclass(frozen=True)
class Plan:
    """The plan of a whole batch."""

    rows: list[Planned]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which outcome."""
        return dict(Counter(one.action for one in self.rows))

    @property
    def clusters(self) -> set[int]:
        """Ids of the clusters that rows would change."""
        return {one.cluster_id for one in self.rows if one.cluster_id and one.action not in INERT}

    @property
    def touches_published(self) -> bool:
        """Whether anything would change that the public sees: a published cluster, or an organisation it knows."""
        writes = [write for one in self.rows if one.action not in INERT for write in one.writes]
        if any(write.model == label_of(Organisation) and write.action != ADD for write in writes):
            return True
        return Cluster.objects.filter(publication=Publication.PUBLISHED, pk__in=self.clusters).exists()

    @property
    def fingerprint(self) -> str:
        """The same for two plans that would write the same."""
        kept = [(one.row.number, one.action, one.differences, [vars(w) for w in one.writes]) for one in self.rows]
        return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def make_plan(batch: Batch, lines: Sequence[Line]) -> Plan:
    """The plan for the rows as the registry stands now. Reads only."""
    kind = KINDS[batch.kind]
    rows = read_rows(kind, batch.keys, lines, empties=batch.empties)
    return Plan(kind.plan(rows, setting_of(batch)))


def setting_of(batch: Batch) -> Setting:
    """What the plan of a batch is made with. The rights are those of whoever uploaded the file."""
    ends = batch.end_missing if batch.missing in {Missing.END_ALL, Missing.END_SOME} else {}
    return Setting(
        user=batch.created_by,
        today=timezone.localdate(),
        cluster=batch.cluster,
        source=batch.source,
        observed_year=batch.observed_year,
        same_as={int(row): int(pk) for row, pk in batch.same_as.items()},
        end_missing={int(pk): day for pk, day in ends.items()},
    )


def kept_lines(batch: Batch) -> list[Line]:
    """The rows of the file as they were staged."""
    rows = batch.rows.filter(number__gt=0).order_by("number").values_list("number", "cells")
    return [Line(number, [_cell(kept) for kept in cells]) for number, cells in rows.iterator(5000)]


def kept_cells(line: Line) -> list[Any]:
    """The cells of a row as they are staged."""
    return [{"text": cell.text, "fault": cell.fault.as_json()} if cell.fault else cell.text for cell in line.cells]


def texts(cells: Iterable[Any]) -> list[str]:
    """The texts of staged cells."""
    return [_cell(kept).text for kept in cells]


def _cell(kept: Any) -> Cell:
    return Cell(kept) if isinstance(kept, str) else Cell(kept["text"], Fault.from_json(kept["fault"]))
