"""Pictures of rows with long names: two numbers beside each other, or one in a unit of its own."""

import textwrap
from collections.abc import Iterable

from django.utils.translation import gettext as _

from bilingual.templatetags.bilingual import MILLION, money, number
from clusters.statistics.pictures import MARGIN, Label, Picture, box
from clusters.statistics.tables import Row, Table

LINE, BAR = 19, 14
#: Between rows.
AIR = 14
#: A letter of a name, and of what stands behind a bar, in units of the picture.
LETTER, STRONG_LETTER = 7.2, 8.4


class _Rows:
    """Rows drawn under one another, with room for the longest of the texts behind the bars."""

    def __init__(self, width: int, texts: Iterable[str]) -> None:
        self.width = width
        beside = max((len(text) for text in texts), default=0) * STRONG_LETTER
        self.room = max(width - 2 * MARGIN - 6 - round(beside), LINE)
        self.y = LINE
        self.labels: list[Label] = []
        self.marks: list[str] = []
        self.pale: list[str] = []

    def name(self, text: str) -> None:
        """A name over as many lines as it needs."""
        for line in textwrap.wrap(text, int((self.width - 2 * MARGIN) / LETTER)):
            self.labels.append(Label(MARGIN, self.y, line))
            self.y += LINE

    def bar(self, share: float, text: str, unsure: float = 0) -> None:
        """A bar of a share of the room, the less sure part of it last, and what stands behind it."""
        end, sure = round(share * self.room), round((share - unsure) * self.room)
        top = self.y - LINE + 6
        self.marks.append(box(MARGIN, top, sure, BAR))
        self.pale.append(box(MARGIN + sure, top, end - sure, BAR))
        self.labels.append(Label(MARGIN + end + 6, top + BAR - 2, text, is_strong=True))
        self.y += LINE

    def text(self, text: str) -> None:
        """Words where there is no bar."""
        self.labels.append(Label(MARGIN, self.y, text, is_strong=True))
        self.y += LINE

    @property
    def picture(self) -> Picture:
        """All of it."""
        marks, pale = "".join(self.marks), "".join(self.pale)
        return Picture(self.width, max(self.y - AIR, LINE), marks, pale, "", tuple(self.labels))


def pairs(table: Table, width: int) -> Picture:
    """Two numbers of a row beside each other, and how much of the second is less sure; each pair on its own scale."""
    said = [_said_of_pair(row) for row in table.rows]
    rows = _Rows(width, (text for texts in said for text in texts))
    for row, (published_said, counted_said) in zip(table.rows, said, strict=True):
        rows.name(str(row.name))
        published, counted, assumed = (cell.value or 0 for cell in row.cells)
        longest = max(published, counted) or 1
        rows.bar(published / longest, published_said)
        if row.cells[1].value is None:
            rows.text(counted_said)
        else:
            rows.bar(counted / longest, counted_said, assumed / longest)
        rows.y += AIR
    return rows.picture


def _said_of_pair(row: Row) -> tuple[str, str]:
    published, counted, _assumed = (cell.value for cell in row.cells)
    shown = money(int(published)) if published and published >= MILLION else number(published)
    here = _("not counted here") if counted is None else _("%(n)s counted here") % {"n": number(counted)}
    return _("%(n)s published") % {"n": shown}, here


def findings(table: Table, width: int) -> Picture:
    """The rows with a number, those of one unit on the same scale, and then those without."""
    numbered = [row for row in table.rows if row.cells[0].value is not None]
    rows = _Rows(width, [_with_unit(row) for row in numbered])
    for unit in dict.fromkeys(_unit(row) for row in numbered):
        of_unit = [row for row in numbered if _unit(row) == unit]
        longest = max(_size(row) for row in of_unit) or 1
        for row in of_unit:
            rows.name(_said(row))
            rows.bar(_size(row) / longest, _with_unit(row))
            rows.y += AIR
    for row in table.rows:
        if row.cells[0].value is None:
            rows.name(_said(row))
            rows.text(_("no number"))
            rows.y += AIR
    return rows.picture


def _size(row: Row) -> float:
    return float(abs(row.cells[0].value))


def _unit(row: Row) -> str:
    return row.words[1]


def _with_unit(row: Row) -> str:
    return f"{number(row.cells[0].value)} {_unit(row)}"


def _said(row: Row) -> str:
    """The finding with who found it, and the year."""
    return f"{row.name} ({row.words[4]}, {row.words[5]})"
