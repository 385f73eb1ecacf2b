"""The key in the address of a record, and its place in a statement that is kept for every other key too."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from doors.api.statements import Slot, mark_of_id, mark_of_text

#: More digits than this are no id of PostgreSQL's bigint.
LONGEST_ID = 18
TEXT = Slot(mark_of_text(), "text")
ID = Slot(mark_of_id(), "bigint")
#: The same key where it is compared as a text.
ID_AS_TEXT = Slot(str(ID.mark), "text")


@dataclass(frozen=True)
class Key:
    """What stands in the address: an id, or any other text."""

    text: str

    @cached_property
    def is_id(self) -> bool:
        """Whether it may be one."""
        return self.text.isascii() and self.text.isdigit() and len(self.text) <= LONGEST_ID

    @property
    def mark(self) -> str:
        """What stands for every key of the kind while a statement is put together."""
        return str(ID_AS_TEXT.mark if self.is_id else TEXT.mark)

    @property
    def slots(self) -> dict[Slot, Any]:
        """What the statement is then asked with."""
        return {ID_AS_TEXT: self.text, ID: int(self.text)} if self.is_id else {TEXT: self.text}


def key_or_id(records: QuerySet[Any], field: str, key: str) -> QuerySet[Any]:
    """Records whose ``field`` is the key, or else whose id it is.

    The field is said to have something in it: an index may leave out records that have nothing there, and the
    statement is planned before anybody knows the key.
    """
    by_field = records.filter(**{field: key}).exclude(**{field: ""})
    return by_field | records.filter(pk=int(key)) if Key(key).is_id else by_field
