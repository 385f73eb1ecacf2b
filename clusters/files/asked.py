"""A list as a request asks for it as a file."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from clusters.addresses import Address, linked
from clusters.files.tables import Table
from clusters.hits import Hits
from clusters.patience import TooBroad
from doors.api.choosing import FIELDS, choosing
from doors.api.tabling import SAID_OF_ALL, Column, TableScope, with_cells
from doors.files import file_headers, refused
from doors.filtersets import Problem, StrictFilterSet
from doors.languages import of_file
from doors.licence import LICENCE_ADDRESS, LICENCE_NAME


class AskedTable:
    """The rows of a query string, in order and without pages, in the words of one language.

    ``filterset_class`` is the translator of the query string where it is not that of the list.
    """

    def __init__(
        self, table: Table, request: HttpRequest, filterset_class: type[StrictFilterSet] | None = None, rows: Any = None
    ) -> None:
        self.table = table
        self.request = request
        self.view: Any = table.view_class(action="list", kwargs={}, format_kwarg=None)
        self.view.request = Request(request)
        resource = "" if filterset_class else self.view.resource or self.view.noun
        asks = of_file(filterset_class or self.view.list_filterset)
        self.view.filterset = choosing(asks, self.view.get_serializer_class(), resource)(
            request.GET, queryset=self.view.get_queryset() if rows is None else rows
        )

    @property
    def filterset(self) -> Any:
        """The translated query string: whatever else the API takes, the files take as well."""
        return self.view.filterset

    @property
    def problems(self) -> list[Problem]:
        """Every fault of the query string."""
        return list(self.filterset.problems)

    @property
    def question(self) -> str:
        """The free text; empty where there is none."""
        return getattr(self.filterset, "question", "")

    @property
    def rows(self) -> Any:
        """The records."""
        return self.filterset.qs

    @property
    def records(self) -> Any:
        """Each as the API tells of it, in ``built``."""
        return self.view.told(self.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those of the fields asked for; all of them unless some are."""
        names = self.filterset.form.cleaned_data[FIELDS]
        columns = self.table.columns
        shown = tuple(one for one in columns if one.field.partition(".")[0] in names or one.field in SAID_OF_ALL)
        return shown if names else columns

    def cells(self, *, is_run: bool) -> Any:
        """Tuples of what stands in the columns; ``is_run`` where spreadsheets would run what they read."""
        scope = TableScope(self.view.request, self.filterset.day, parts=self.view.parts(), is_run=is_run)
        return with_cells(self.rows, self.view.get_serializer(), self.columns, scope)

    def is_longer_than(self, most: int) -> bool:
        """Whether there are more rows. Raises TooBroad."""
        listed = self.view.rows(self.filterset)
        answer = listed.answer(0, 1) if isinstance(listed, Hits) else None
        if answer is not None and not answer.is_capped:
            return answer.count > most
        return bool(self.rows.order_by().values("pk")[: most + 1].count() > most)

    @property
    def stem(self) -> str:
        """What the file is called, without its ending."""
        return f"{self.table.name}-{self.filterset.day.isoformat()}"

    def headers(self, ending: str) -> dict[str, str]:
        """Of the file."""
        return file_headers(f"{self.stem}.{ending}")

    @property
    def about(self) -> list[tuple[str, Any]]:
        """What the file is, for people who find it later."""
        asked = linked(self.request.path, str(Address(self.filterset)))
        return [
            (_("About the file"), self.title),
            (_("As of"), self.as_of),
            (_("Made"), timezone.localdate()),
            (_("Address"), self.request.build_absolute_uri(asked)),
            (_("Licence"), f"{LICENCE_NAME}, {LICENCE_ADDRESS}"),
            (
                _("Counting"),
                _("How things are counted, and what is not confirmed, stands on the page about open data."),
            ),
        ]

    @property
    def title(self) -> str:
        """What it is about."""
        return _("The Cluster Registry")

    @property
    def as_of(self) -> Any:
        """The day that the rows are about."""
        return self.filterset.day


Form = Callable[[AskedTable], HttpResponseBase]


def given(asked: AskedTable, form: Form) -> HttpResponseBase:
    """The file, or 400 with each fault of the query string in words."""
    if asked.problems:
        return refused(asked.problems)
    try:
        return form(asked)
    except TooBroad as error:
        return refused([error.problem])
