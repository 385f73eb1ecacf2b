"""What evaluations have found of the effect of clusters, as a figure: repeated, never added up."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bilingual.templatetags.bilingual import number
from bilingual.text import both
from clusters.statistics.counts import Counts
from clusters.statistics.figures import Figure
from clusters.statistics.tables import Cell, Row, Table
from clusters.statistics.tabulating import Body, column
from programmes.models import EffectFinding


def findings_until(day: dt.date) -> list[EffectFinding]:
    """Until the year of the day, the latest first; those without a year last."""
    found = EffectFinding.objects.filter(Q(year__lte=day.year) | Q(year=None))
    return list(found.order_by(F("year").desc(nulls_last=True), "evaluator", "pk"))


def said_of(findings: Iterable[EffectFinding]) -> str:
    """How much is known of effects."""
    rows = list(findings)
    said = ngettext(
        "%(n)s finding on the effect of clusters, from %(evaluators)s evaluators",
        "%(n)s findings on the effect of clusters, from %(evaluators)s evaluators",
        len(rows),
    )
    return said % {"n": number(len(rows)), "evaluators": number(len({row.evaluator for row in rows}))}


def tabulate(counts: Counts) -> Body:
    """A row a finding, with its method beside the number; of many findings only words are known."""
    found = findings_until(counts.day)
    rows = tuple(_row(finding, counts.day) for finding in found)
    return Body((column("value", gettext_lazy("Value")),), rows, facts={"findings": found})


def _row(finding: EffectFinding, day: dt.date) -> Row:
    value = None if finding.value is None else _plain(finding.value)
    words = (
        str(finding.get_bound_display()) if finding.bound else "–",
        str(finding.unit) or "–",
        str(finding.scope),
        str(finding.method) or _("Not stated"),
        finding.evaluator,
        str(finding.year or _("Not stated")),
    )
    cells = (Cell(value, None, day),)
    return Row(f"finding-{finding.pk}", both(finding, "finding"), cells, words, tuple(finding.sources))


def _plain(value: Decimal) -> float:
    """As JSON and files have numbers: whole ones without decimals."""
    return int(value) if value == value.to_integral_value() else float(value)


def _finding(table: Table) -> str:
    return said_of(table.facts["findings"])


EFFECTS = (
    Figure(
        name="effects",
        title=gettext_lazy("Effect findings"),
        unit=gettext_lazy("each in its own unit"),
        rule=gettext_lazy(
            "Findings as the evaluators give them. Each has its own method, period and companies, so they can "
            "neither be compared nor added up. In the picture the bars of one unit share a scale; a finding without "
            "a number has none."
        ),
        of=gettext_lazy("Finding"),
        tabulate=tabulate,
        finding=_finding,
        drawing="findings",
        is_short=False,
        depends_on_ends=False,
        source=gettext_lazy("Each finding has its own source, in the table."),
        word_columns=(
            gettext_lazy("Bound"),
            gettext_lazy("Unit"),
            gettext_lazy("What was studied"),
            gettext_lazy("Method"),
            gettext_lazy("Evaluator"),
            gettext_lazy("Year"),
        ),
    ),
)
