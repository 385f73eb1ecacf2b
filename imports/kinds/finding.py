"""Which organisation a row is about: by id, organisation number, or a name that only one has."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import fold
from clusters.models import Organisation, OrganisationName
from imports.faults import Fault
from imports.kinds.base import Row, in_chunks

NO_SUCH_ID = _("There is no organisation with the id %(id)s.")
TWO_RECORDS = _("The id belongs to %(record)s, the organisation number to %(other)s. Correct one of them.")
SEVERAL = _("%(count)s organisations are called “%(name)s” (ids %(ids)s). Write the organisation number or the id.")
NOBODY = _("Write an organisation number or a name.")
MERGED = _("%(old)s has been merged into %(new)s, which is used instead.")
#: Looked for among the near ones: this many rows, and names for each.
NEAR_ROWS, NEAR_EACH, NEAR_LIKENESS = 500, 3, 0.6
_LEGAL_FORMS = frozenset(
    (
        "as",
        "asa",
        "sa",
        "ba",
        "da",
        "ans",
        "nuf",
        "ks",
        "iks",
        "hf",
        "ab",
        "aps",
        "ltd",
        "limited",
        "inc",
        "gmbh",
        "norge",
        "norway",
        "norsk",
        "group",
    )
)


class Organisations:
    """The organisations that the rows of a file may be about, read in a few queries.

    ``keys`` are the columns of the id and the name.
    """

    def __init__(self, rows: Iterable[Row], same_as: dict[int, int], day: dt.date, *, id_key: str = "id") -> None:
        self._id_key, self._same_as = id_key, same_as
        rows = list(rows)
        self._rows = Organisation.objects.with_places(day).select_related("merged_into")
        ids = {int(value) for row in rows if (value := row.values.get(id_key, ""))} | set(same_as.values())
        self.by_id: dict[int, Any] = {one.pk: one for one in self._with("pk", ids)}
        numbers = [value for row in rows if (value := row.values.get("number", ""))]
        self.by_number = {one.organisation_number: one for one in self._with("organisation_number", numbers)}
        self._by_name = self._named(fold(value) for row in rows if (value := row.values.get("name", "")))

    def _with(self, field: str, values: Iterable[Any]) -> Iterable[Any]:
        for chunk in in_chunks(values):
            yield from self._rows.filter(**{f"{field}__in": chunk})

    def _named(self, names: Iterable[str]) -> dict[str, dict[int, Any]]:
        found: dict[str, dict[int, Any]] = defaultdict(dict)
        for chunk in in_chunks(names):
            for one in self._rows.filter(name_folded__in=chunk):
                found[one.name_folded][one.pk] = one
            others = OrganisationName.objects.filter(name_folded__in=chunk).values_list("name_folded", "organisation")
            former = defaultdict(set)
            for name, organisation in others:
                former[organisation].add(name)
            for one in self._rows.filter(pk__in=former):
                for name in former[one.pk]:
                    found[name][one.pk] = one
        return found

    def find(self, row: Row, notes: list[Fault]) -> Any:
        """The organisation, or None for a new one; notes a fault on the row where it cannot be told."""
        found = self._found(row)
        if found is None or found.merged_into_id is None:
            return found
        notes.append(Fault.of(MERGED, old=found.name, new=found.merged_into.name))
        return next(iter(self._with("pk", [found.merged_into_id])))

    def _found(self, row: Row) -> Any:
        if row.number in self._same_as:
            return self.by_id.get(self._same_as[row.number])
        number, name, own = (row.values.get(key, "") for key in ("number", "name", self._id_key))
        numbered = self.by_number.get(number) if number else None
        if own:
            return self._by_own_id(row, int(own), numbered)
        if number:
            return numbered
        if name:
            return self._by_its_name(row, name)
        if not row.faults and not row.values.get("membership"):
            row.refuse(NOBODY)
        return None

    def _by_own_id(self, row: Row, own: int, numbered: Any) -> Any:
        record = self.by_id.get(own)
        if record is None:
            row.refuse(NO_SUCH_ID, self._id_key, id=own)
        elif numbered is not None and numbered.pk != record.pk:
            row.refuse(TWO_RECORDS, "number", record=record.name, other=numbered.name)
        return record

    def _by_its_name(self, row: Row, name: str) -> Any:
        found = {(one.merged_into_id or one.pk): one for one in self._by_name.get(fold(name), {}).values()}
        if len(found) > 1:
            ids = ", ".join(str(pk) for pk in sorted(found)[:5])
            row.refuse(SEVERAL, "name", count=len(found), name=name, ids=ids)
            return None
        return next(iter(found.values()), None)


def near(rows: Iterable[tuple[int, str]]) -> dict[int, list[dict[str, Any]]]:
    """For rows of new organisations, by number: those already here whose names are like theirs, the nearest first.

    Names are compared without legal forms and what is common in names. Looks at the first NEAR_ROWS rows.
    """
    wanted = [(number, core) for number, name in rows if len(core := _core(name)) > 2][:NEAR_ROWS]  # noqa: PLR2004
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.number, o.id, o.name, o.organisation_number
            FROM unnest(%s::int[], %s::text[]) AS asked(number, core)
            CROSS JOIN LATERAL (
                SELECT o.id, o.name, o.organisation_number, o.name_folded
                FROM clusters_organisation o
                WHERE o.merged_into_id IS NULL AND asked.core <%% o.words_folded
                  AND (o.name_folded LIKE asked.core || '%%' OR similarity(asked.core, o.name_folded) >= %s)
                ORDER BY similarity(asked.core, o.name_folded) DESC, o.id
                LIMIT %s
            ) o
            """,
            [[number for number, _core in wanted], [core for _number, core in wanted], NEAR_LIKENESS, NEAR_EACH],
        )
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for number, pk, name, organisation_number in cursor.fetchall():
            found[number].append({"id": pk, "name": name, "number": organisation_number})
    return found


def _core(name: str) -> str:
    words = fold(name).replace(".", "").replace(",", " ").split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or fold(name)
