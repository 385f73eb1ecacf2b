"""Clusters, found again by slug."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bilingual.norwegian import fold
from clusters.choices import Publication, Reach
from clusters.demo.slugs import slug_of
from clusters.models import Cluster, ClusterName, ClusterSector, Sector
from imports import columns
from imports.columns import Column
from imports.faults import Fault
from imports.kinds.base import (
    ADD,
    CHANGE,
    NOT_YOURS,
    SAME,
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
from imports.kinds.seats import COLUMNS as SEAT
from imports.kinds.seats import NAMES as SEAT_NAMES
from imports.kinds.seats import Seats, seat_values
from programmes.models import ProgrammeOwner

SECTOR_JOINT, LONGEST_SLUG = "; ", 80
MODEL, SECTOR_MODEL = "clusters.cluster", "clusters.clustersector"
_reach_read, _reach_show = columns.one_of(Reach)
NO_SUCH_ID = _("There is no cluster with the id %(id)s.")
OTHER_SLUG = _("The id belongs to “%(slug)s”. A slug is not changed by import: it stands in the cluster's address.")
SLUG_TAKEN = _("The address “%(slug)s” belongs to %(other)s. Write another slug, or that cluster's own name.")
NEW_NEEDS_NAME = _("There is no cluster with this slug. A new one needs a name.")
NO_SECTOR = _("“%(text)s” is no sector. Write one of: %(known)s.")
NO_STEWARD = _("You belong to no programme owner. Write whose cluster it is in the column “%(header)s”.")
NO_OWNER = _("“%(text)s” is no programme owner.")
OTHER_STEWARD = _("A steward is changed on the cluster's page, by a system administrator.")
IS_DRAFT = _("The new cluster will be a draft: it is published on its page, by somebody else.")
TEXTS = (
    "name",
    "acronym",
    "summary_nb",
    "summary_en",
    "description_nb",
    "description_en",
    "reach",
    "website",
    "email",
    "source",
)


def _text(name: str, header: Any, **more: Any) -> Column:
    return Column(name, header, columns.text_of(Cluster, name), **more)


class ClusterKindOfImport(Kind):
    """The clusters themselves, without members and tiers."""

    code = "clusters"
    name = _("Clusters")
    about = _("New clusters, as drafts, and changes of those that are here. Found by slug.")
    columns: ClassVar = (
        Column("id", _("Id"), columns.number, is_key=True, note=_("The registry's own number, as in our exports.")),
        Column("slug", _("Slug"), columns.text_of(Cluster, "slug"), is_key=True, example="fjordklyngen"),
        _text("name", _("Name"), example="Fjordklyngen", aliases=("klynge",)),
        _text("acronym", _("Acronym")),
        _text("summary_nb", _("Summary (Norwegian)"), example="Klynge for fjordteknologi."),
        _text("summary_en", _("Summary (English)"), example="Cluster of fjord technology."),
        # As the public export has it: in the language of the page, else in the other one.
        Column("summary", _("Summary"), columns.text_of(Cluster, "summary_nb"), is_offered=False),
        _text("description_nb", _("Description (Norwegian)")),
        _text("description_en", _("Description (English)")),
        Column(
            "sectors",
            _("Sectors"),
            columns.free_text,
            note=_("Names or slugs, with “; ” between them."),
            example="ocean; energy",
        ),
        *SEAT,
        Column("reach", _("Reach"), _reach_read, _reach_show, example=Reach.REGIONAL.value),
        Column("founded_year", pgettext_lazy("year", "Founded"), columns.year, example="2012"),
        Column("website", _("Website"), columns.address(Cluster), example="https://www.example.no"),
        Column("email", _("E-mail of the office"), columns.email),
        Column(
            "steward",
            _("Steward"),
            columns.free_text,
            is_key=True,
            note=_("Only for new clusters, by system administrators."),
        ),
        Column("source", _("Source"), columns.free_text),
    )
    derived = (
        *SEAT_NAMES,
        _("Tier code"),
        _("Tier"),
        _("Status"),
        _("End confirmed"),
        _("In the programme since"),
        _("Members"),
        _("Last changed"),
        _("Page"),
        _("Licence"),
    )
    needed = (("slug", "name", "id"),)

    def plan(self, rows: Sequence[Row], setting: Setting) -> list[Planned]:
        """What would come of each row."""
        plan = _ClusterPlan(setting)
        planned = [plan.of(row) for row in rows]
        refuse_twice(planned)
        return planned

    def current(self, setting: Setting) -> Iterator[dict[str, str]]:
        """The clusters that the person may change."""
        rows = Cluster.objects.editable_by(setting.user).with_places(setting.today).select_related("steward")
        for record in rows.prefetch_related("sectors").order_by("name_key", "pk"):
            yield values_of(record)


class _ClusterPlan:
    """The plan of one file."""

    def __init__(self, setting: Setting) -> None:
        self._setting, self._seats = setting, Seats(setting.today)
        rows = Cluster.objects.with_places(setting.today).select_related("steward").prefetch_related("sectors")
        self._by_id = {record.pk: record for record in rows}
        self._by_slug = {record.slug: record for record in self._by_id.values()}
        self._old_slugs = dict(ClusterName.objects.exclude(slug="").values_list("slug", "cluster__name"))
        self._editable = set(Cluster.objects.editable_by(setting.user).values_list("pk", flat=True))
        self._sectors = Sectors()
        self._owners = list(ProgrammeOwner.objects.all())

    def of(self, row: Row) -> Planned:
        """The plan of a row."""
        self._seats.resolve(row)
        self._sectors.resolve(row)
        record = self._found(row)
        if row.faults:
            return faulty(row)
        return self._added(row) if record is None else self._changed(row, record)

    def _found(self, row: Row) -> Any:
        own, slug = row.values.get("id"), row.values.get("slug")
        record: Any = self._by_id.get(int(own)) if own else self._by_slug.get(slug or _slug(row))
        if own and record is None:
            row.refuse(NO_SUCH_ID, "id", id=own)
        elif own and slug and record.slug != slug:
            row.refuse(OTHER_SLUG, "slug", slug=record.slug)
        if record is not None and record.pk not in self._editable:
            row.refuse(NOT_YOURS, record=record.name, steward=record.steward.name)
        return record

    def _added(self, row: Row) -> Planned:
        slug = row.values.get("slug") or _slug(row)
        if not row.values.get("name"):
            row.refuse(NEW_NEEDS_NAME, "slug")
        elif slug in self._by_slug or slug in self._old_slugs:
            other = self._old_slugs.get(slug) or self._by_slug[slug].name
            row.refuse(SLUG_TAKEN, "slug", slug=slug, other=other)
        steward = self._steward(row)
        summary = {} if "summary" not in row.values else {"summary_nb": row.values["summary"]}
        new = {"source": self._setting.source, **summary, **row.values, "slug": slug}
        seat = self._seats.changed_seat(row, {})
        if row.faults:
            return faulty(row)
        own = {**_columns(new), **seat, "slug": slug, "steward_id": steward, "publication": Publication.DRAFT.value}
        writes = [Write(MODEL, ADD, -row.number, own), *self._sector_writes(-row.number, set(), new.get("sectors", ""))]
        # A slug that two rows of the file would take is refused by number: the first one has it.
        self._old_slugs[slug] = row.values["name"]
        shown = [(key, "", value) for key, value in row.values.items() if value]
        return Planned(row, ADD, row.values["name"], None, shown, [Fault.of(IS_DRAFT)], writes=writes)

    def _steward(self, row: Row) -> int | None:
        user, text = self._setting.user, row.values.get("steward", "")
        if not text and user.owner_id:
            return int(user.owner_id)
        owner = next((one for one in self._owners if fold(text) in _names(one)), None)
        if not text:
            row.refuse(NO_STEWARD, "steward", header=ClusterKindOfImport.column("steward").header)
        elif owner is None:
            row.refuse(NO_OWNER, "steward", text=text)
        elif not user.edits_everything and owner.pk != user.owner_id:
            row.refuse(NOT_YOURS, "steward", record=row.values.get("name", ""), steward=owner.name)
        return owner.pk if owner else None

    def _changed(self, row: Row, record: Any) -> Planned:
        old = values_of(record)
        seat = self._seats.changed_seat(row, old)
        new = {key: value for key, value in row.values.items() if key not in {"id", "slug", "steward"}}
        if not seat:
            new = {key: value for key, value in new.items() if key not in {"municipality", "county"}}
        if new.get("name") == "":
            new.pop("name")
        self._understand_summary(new, old)
        if row.values.get("steward") and fold(row.values["steward"]) not in _names(record.steward):
            row.refuse(OTHER_STEWARD, "steward")
        found = differences(ClusterKindOfImport.columns, old, new)
        found = noting_source(found, old, new, self._setting.source)
        if row.faults:
            return faulty(row)
        changed = {key: value for key, _old, value in found}
        own = {**_columns(changed), **seat}
        writes = [Write(MODEL, CHANGE, record.pk, own)] if own else []
        if "sectors" in changed:
            writes += self._sector_writes(record.pk, {one.slug for one in record.sectors.all()}, changed["sectors"])
        return Planned(
            row, CHANGE if writes else SAME, record.name, record.pk, found, writes=writes, cluster_id=record.pk
        )

    def _understand_summary(self, new: dict[str, str], old: dict[str, str]) -> None:
        """A summary without language is the Norwegian one, unless the cluster has it already, in whichever language."""
        summary = new.pop("summary", "")
        if summary and summary not in {old["summary_nb"], old["summary_en"]}:
            new.setdefault("summary_nb", summary)

    def _sector_writes(self, cluster: int, old: set[str], new: str) -> list[Write]:
        wanted = set(filter(None, new.split(SECTOR_JOINT)))
        added = [
            Write(SECTOR_MODEL, ADD, 0, {"cluster_id": cluster, "sector_id": self._sectors.ids[slug]})
            for slug in sorted(wanted - old)
        ]
        gone = ClusterSector.objects.filter(cluster=cluster, sector__slug__in=old - wanted)
        return [*added, *(Write(SECTOR_MODEL, "delete", pk) for pk in gone.values_list("pk", flat=True))]


class Sectors:
    """The vocabulary of sectors, by slug and by name in either language."""

    def __init__(self) -> None:
        rows = list(Sector.objects.all())
        self.ids = {one.slug: one.pk for one in rows}
        self._known = {
            name.casefold(): one.slug for one in rows for name in (one.slug, one.name_nb, one.name_en) if name
        }

    def resolve(self, row: Row) -> None:
        """Turn the names into slugs, in order. A name may have a comma in it, so the longest one that fits is taken."""
        text = row.values.get("sectors")
        if not text:
            return
        rest, found = text.strip(), set()
        while rest:
            name = max((name for name in self._known if _begins(rest, name)), key=len, default="")
            if not name:
                row.refuse(NO_SECTOR, "sectors", text=rest, known=", ".join(sorted(self.ids)))
                return
            found.add(self._known[name])
            rest = rest[len(name) :].strip(" ,;|/")
        row.values["sectors"] = SECTOR_JOINT.join(sorted(found))


def _begins(text: str, name: str) -> bool:
    return text.casefold().startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _slug(row: Row) -> str:
    return slug_of(row.values.get("name", ""), LONGEST_SLUG)


def _names(owner: ProgrammeOwner) -> set[str]:
    return {fold(name) for name in (owner.slug, owner.name_nb, owner.name_en) if name}


def values_of(record: Any) -> dict[str, str]:
    """The cluster as values of the columns. Needs ``with_places`` and its sectors."""
    own = {name: str(getattr(record, name) or "") for name in (*TEXTS, "founded_year", "slug")}
    sectors = SECTOR_JOINT.join(sorted(one.slug for one in record.sectors.all()))
    return {"id": str(record.pk), **own, **seat_values(record), "sectors": sectors, "steward": record.steward.name}


def _columns(values: dict[str, str]) -> dict[str, Any]:
    own: dict[str, Any] = {key: values[key] for key in TEXTS if key in values}
    if "founded_year" in values:
        own["founded_year"] = int(values["founded_year"]) if values["founded_year"] else None
    return own
