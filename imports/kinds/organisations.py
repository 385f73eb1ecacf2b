"""Organisations, found again by organisation number."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import fold
from clusters.choices import OrganisationKind
from clusters.models import Organisation
from imports import columns, dates
from imports.columns import Column
from imports.kinds.base import (
    ADD,
    CHANGE,
    SAME,
    TWICE,
    Kind,
    Planned,
    Row,
    Setting,
    Write,
    differences,
    faulty,
    noting_source,
    refuse_twice,
)
from imports.kinds.finding import Organisations, near
from imports.kinds.seats import COLUMNS as SEAT
from imports.kinds.seats import NAMES as SEAT_NAMES
from imports.kinds.seats import Seats, seat_values

if TYPE_CHECKING:
    from imports.faults import Fault

MODEL = "clusters.organisation"
NUMBER_TAKEN = _("%(other)s already has this number.")
NEW_NEEDS_NAME = _("No organisation has this number. A new one needs a name.")
LIFE = _("The organisation would be dissolved (%(dissolved)s) before it was founded (%(founded)s).")
OUTSIDE_LIFE = _("%(count)s memberships reach outside this life of the organisation. Correct them first.")
_kind_read, _kind_show = columns.one_of(OrganisationKind)

NUMBER = Column(
    "number",
    _("Organisation number"),
    columns.organisation_number,
    example="974760673",
    note=_("Nine digits. Empty for foreign organisations and those without a number."),
    aliases=("orgnr", "orgnr.", "org.nr.", "org.nr", "org nr", "organisasjonsnr", "organisasjonsnummer"),
)
NAME = Column(
    "name",
    _("Name"),
    columns.text_of(Organisation, "name"),
    example="Fjordteknikk AS",
    aliases=("virksomhet", "bedrift"),
)
KIND = Column("kind", _("Kind"), _kind_read, _kind_show, example=OrganisationKind.COMPANY.value, aliases=("aktørtype",))
WEBSITE = Column("website", _("Website"), columns.address(Organisation), example="https://www.example.no")
#: What the business register says, from an extract of it.
REGISTER = (
    Column("register_name", _("Name in the business register"), columns.text_of(Organisation, "register_name")),
    Column(
        "register_status",
        _("Status in the business register"),
        columns.text_of(Organisation, "register_status"),
        note=_("The register's own word, such as “konkurs” or “slettet”. Empty cells say nothing."),
    ),
    Column(
        "register_checked",
        _("Business register checked"),
        columns.day,
        dates.shown,
        note=_("Day, month and year."),
    ),
)
#: Which column of the table each value goes to.
FIELDS = {
    "number": "organisation_number",
    "name": "name",
    "kind": "kind",
    "industry_code": "industry_code",
    "website": "website",
    "founded": "founded_date",
    "dissolved": "dissolved_date",
    "source": "source",
    "register_name": "register_name",
    "register_status": "register_status",
    "register_checked": "register_checked_at",
}
DATES, PLACES = {"founded", "dissolved", "register_checked"}, {"municipality", "county"}


class OrganisationKindOfImport(Kind):
    """Companies, knowledge institutions and the others, whether they are in a cluster or not."""

    code = "organisations"
    name = _("Organisations")
    about = _("New organisations, and changes of those that are here. Found by organisation number, id or name.")
    columns: ClassVar = (
        Column("id", _("Id"), columns.number, is_key=True, note=_("The registry's own number, as in our exports.")),
        NUMBER,
        NAME,
        KIND,
        *SEAT,
        Column("industry_code", _("Industry code"), columns.text_of(Organisation, "industry_code"), example="71.200"),
        WEBSITE,
        Column("founded", _("Founded"), columns.day, dates.shown, note=_("Day, month and year.")),
        Column("dissolved", _("Dissolved"), columns.day, dates.shown, note=_("Day, month and year.")),
        Column("source", _("Source"), columns.free_text, example="https://www.brreg.no"),
        *REGISTER,
    )
    derived = (*SEAT_NAMES, _("Clusters"), _("Last changed"), _("Page"), _("Licence"))
    needed = (("number", "name", "id"),)

    def plan(self, rows: Sequence[Row], setting: Setting) -> list[Planned]:
        """What would come of each row."""
        known, seats = Organisations(rows, setting.same_as, setting.today), Seats(setting.today)
        planned = [self._planned(row, known, seats, setting) for row in rows]
        refuse_twice(planned)
        refuse_new_twice(planned)
        mark_near(planned)
        return planned

    def _planned(self, row: Row, known: Organisations, seats: Seats, setting: Setting) -> Planned:
        seats.resolve(row)
        notes: list[Fault] = []
        record = known.find(row, notes)
        if row.faults:
            return faulty(row)
        if record is None:
            return added(row, seats, setting.source, -row.number)
        planned = changed(row, record, seats, known, setting.source)
        planned.notes = notes
        return planned

    def current(self, setting: Setting) -> Iterator[dict[str, str]]:
        """Every organisation that is not merged into another."""
        rows = Organisation.objects.filter(merged_into__isnull=True).with_places(setting.today)
        for record in rows.order_by("name_key", "pk").iterator(1000):
            yield values_of(record)


def values_of(record: Any) -> dict[str, str]:
    """The organisation as values of the columns. Needs ``with_places``."""
    own = {key: str(getattr(record, field) or "") for key, field in FIELDS.items()}
    checked = record.register_checked_at
    own["register_checked"] = checked.astimezone(dt.UTC).date().isoformat() if checked else ""
    return {"id": str(record.pk), **own, **seat_values(record)}


def added(row: Row, seats: Seats, source: str, reference: int) -> Planned:
    """A new organisation. ``reference`` stands for its id until it has one."""
    if not row.values.get("name"):
        row.refuse(NEW_NEEDS_NAME, "number")
        return faulty(row)
    columns_ = {
        "kind": OrganisationKind.COMPANY.value,
        "source": source,
        **_columns(row.values),
        **seats.changed_seat(row, {}),
    }
    _check_life(row, columns_)
    if row.faults:
        return faulty(row)
    shown = [
        (key, "", value) for key, value in row.values.items() if value and key in {*FIELDS, "municipality", "county"}
    ]
    write = Write(MODEL, ADD, reference, columns_)
    return Planned(row, ADD, row.values["name"], None, shown, writes=[write])


def changed(row: Row, record: Any, seats: Seats, known: Organisations, source: str) -> Planned:
    """What the row changes of an organisation that is here."""
    old = values_of(record)
    seat = seats.changed_seat(row, old)
    if row.values.get("name") == "":
        row.values.pop("name")
    new = {
        key: value for key, value in row.values.items() if key in FIELDS or (seat and key in {"municipality", "county"})
    }
    found = differences(OrganisationKindOfImport.columns, old, new)
    found = noting_source(found, old, new, source)
    other = known.by_number.get(new.get("number", ""))
    if other is not None and other.pk != record.pk:
        row.refuse(NUMBER_TAKEN, "number", other=other.name)
    columns_ = {**_columns({key: value for key, _old, value in found}), **seat}
    _check_life(row, {"founded_date": old["founded"] or None, "dissolved_date": old["dissolved"] or None, **columns_})
    _check_memberships(row, record, columns_)
    if row.faults:
        return faulty(row)
    writes = [Write(MODEL, CHANGE, record.pk, columns_)] if columns_ else []
    return Planned(row, CHANGE if writes else SAME, record.name, record.pk, found, writes=writes)


def refuse_new_twice(planned: Sequence[Planned]) -> None:
    """Refuse a row whose new organisation, by number or name, an earlier row makes."""
    seen: dict[str, int] = {}
    for one in planned:
        if one.action != ADD:
            continue
        key = one.row.values.get("number") or fold(one.row.values.get("name", ""))
        if key in seen:
            one.row.refuse(TWICE, row=seen[key])
            one.action, one.writes = "faulty", []
        seen.setdefault(key, one.row.number)


def mark_near(planned: Sequence[Planned]) -> None:
    """Put beside each new organisation those that it may be."""
    new = [one for one in planned if any(write.model == MODEL and write.action == ADD for write in one.writes)]
    found = near((one.row.number, one.row.values.get("name", "")) for one in new)
    for one in new:
        one.near = found.get(one.row.number, [])


def _columns(values: dict[str, str]) -> dict[str, Any]:
    return {FIELDS[key]: (value or None) if key in DATES else value for key, value in values.items() if key in FIELDS}


def _check_life(row: Row, columns_: dict[str, Any]) -> None:
    founded, dissolved = columns_.get("founded_date"), columns_.get("dissolved_date")
    if founded and dissolved and dissolved <= founded:
        row.refuse(LIFE, "dissolved", founded=dates.shown(founded), dissolved=dates.shown(dissolved))


def _check_memberships(row: Row, record: Organisation, columns_: dict[str, Any]) -> None:
    """The database looks at a membership's life when the membership is written; here the life itself is."""
    if not {"founded_date", "dissolved_date"} & columns_.keys():
        return
    founded = dates.exact(columns_.get("founded_date") or "")
    dissolved = dates.exact(columns_.get("dissolved_date") or "")
    periods = record.memberships.filter(period__isnull=False).values_list("period", flat=True)
    before = sum(founded is not None and (one.lower is None or one.lower < founded) for one in periods)
    after = sum(dissolved is not None and (one.upper is None or one.upper > dissolved) for one in periods)
    outside = before + after
    if outside:
        row.refuse(OUTSIDE_LIFE, "dissolved" if dissolved else "founded", count=outside)
