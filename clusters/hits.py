"""A page of a list with its count and facets, in one statement (composition.py) that is kept for those like it."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

from clusters import composition
from clusters.composition import Composition, Tally
from clusters.filtersets import RegistryFilterSet
from clusters.patience import in_time
from clusters.search import Outline, Question
from doors.api.rows import LARGEST_OFFSET
from doors.api.statements import LAST_ID, Kept, Slot, Statement, compiled

#: A question that takes longer (milliseconds) is too broad to be answered.
PATIENCE = 4_000
#: The answers that are asked for at this time.
ANSWERS: Kept[Statement] = Kept()
#: The records on the pages that are asked for at this time, some 10 kB each.
ROWS: Kept[Any] = Kept()


@dataclass(frozen=True)
class Answer:
    """What the statement said."""

    #: The page's records, in order.
    ids: list[int]
    #: All rows of the list; with a question composition.CAP at most.
    count: int
    is_capped: bool
    #: Rows by code for each facet; of a capped list, those among the counted hits.
    facets: dict[str, dict[str, int]]


class HitsPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of hits. Of a capped list only the counted hits have pages."""

    object_list: Any
    answer: Answer

    def page(self, number: Any) -> "Page[Any]":
        """The page, asked for together with the count. Raises EmptyPage beyond the last, TooBroad."""
        try:
            wanted = int(number)
        except (TypeError, ValueError) as error:
            raise PageNotAnInteger(self.error_messages["invalid_page"]) from error
        first = min(max(wanted - 1, 0) * self.per_page, LARGEST_OFFSET)
        self.answer = self.object_list.answer(first, self.per_page)
        if not 1 <= wanted <= max(self.num_pages, 1):
            raise EmptyPage(self.error_messages["no_results"])
        return Page(self.object_list.rows(self.answer.ids), wanted, self)

    @property
    def count(self) -> int:
        """Rows on all pages; known once a page was asked for."""
        return self.answer.count


class Hits:
    """The rows of a FilterSet that is asked for page by page, with the tallies of its facets.

    Also the rows of a list of the API (doors.api.rows.Rows), whose statements have the marks of the ``outline`` where
    there is one. With an edition the statement of an answer is kept for all questions that are built alike, and the
    records are kept for whatever other page they stand on.
    """

    paginator_class: ClassVar = HitsPaginator

    def __init__(
        self,
        filterset: RegistryFilterSet,
        tallies: Mapping[str, Tally] | None = None,
        outline: Outline | None = None,
    ) -> None:
        self.filterset = filterset
        self.tallies = tallies or {}
        self.question = Question(filterset.question)
        self.marked = outline or self.question
        self.edition = filterset.edition

    def answer(self, first: int, size: int) -> Answer:
        """``size`` rows from row number ``first`` on, counted from 0. Raises TooBroad."""
        outline = Outline.of(self.question.text)
        slots = slots_of(outline)
        make = partial(self._statement, outline or self.question, slots, first, size)
        if self.edition is None:
            statement = make()
        else:
            statement = ANSWERS.get((*self._narrowing("q" if outline else ""), first, size, *slots), make)
        with in_time(self.question.text):
            ids, count, facets = statement.row(slots)
        is_capped = bool(self.question.text) and count > composition.CAP
        return Answer(ids or [], composition.CAP if is_capped else count, is_capped, json.loads(facets))

    def _statement(self, question: Question, slots: dict[Slot, Any], first: int, size: int) -> Statement:
        sql, parameters = Composition(self.filterset, self.tallies, question).compiled(first, size)
        return Statement.of(sql, parameters, tuple(slots), _settings(self.filterset))

    def _narrowing(self, but: str) -> tuple[Hashable, ...]:
        """Whatever a statement rests on but its page and one parameter."""
        query = self.filterset.data.copy()
        query.pop(but, None)
        return type(self.filterset), query.urlencode(), self.filterset.day, self.edition, tuple(self.tallies)

    @property
    def settings(self) -> Mapping[str, str]:
        """For a statement about a question."""
        return _settings(self.filterset) if self.question.text else {}

    @property
    def most(self) -> int | None:
        """Of a question's hits, composition.CAP are counted."""
        return composition.CAP if self.question.text else None

    def whole(self) -> Any:
        """The records as every list shows them."""
        return self.filterset.start()

    def page(self, first: int, size: int) -> tuple[str, list[Any]]:
        """The ids of a page and the count, without facets."""
        sql, parameters = Composition(self.filterset, {}, self.marked).compiled(first, size)
        return f"SELECT ids, n FROM ({sql}) answer (ids, n, facets)", parameters

    def onward(self, size: int) -> tuple[str, list[Any]]:
        """The next ids after the slot ``LAST_ID``, in their order."""
        rows: Any = self.filterset.filtered(self.filterset.start(), ignoring={"q"})
        if self.question.text:
            rows = rows.led_to_by(self.marked)
        sql, parameters = compiled(rows.filter(pk__gt=LAST_ID.mark).order_by("pk").values("pk")[:size])
        return f"SELECT (SELECT array_agg(id) FROM ({sql}) page (id)), 0", parameters

    def rows(self, ids: list[int]) -> list[Any]:
        """The records as every list shows them, in the order of ``ids``."""
        if self.edition is None:
            return list(self._rows(ids).values())
        of_list = (type(self.filterset), self.filterset.day, self.edition)
        keys = [(*of_list, pk) for pk in ids]
        found = ROWS.several(
            keys, lambda missing: {(*of_list, pk): row for pk, row in self._rows([key[-1] for key in missing]).items()}
        )
        return [found[key] for key in keys if key in found]

    def _rows(self, ids: list[int]) -> dict[int, Any]:
        start: Any = self.filterset.start()
        found = {row.pk: row for row in start.filter(pk__in=ids).with_places(self.filterset.day)} if ids else {}
        return {pk: found[pk] for pk in ids if pk in found}


def slots_of(outline: Outline | None) -> dict[Slot, Any]:
    """What is written for the marks of an outline when the statement is asked; nothing without one."""
    return {Slot(mark, "text"): words for mark, words in outline.words_by_mark.items()} if outline else {}


def _settings(filterset: RegistryFilterSet) -> dict[str, str]:
    """How long the statement may take and, for a question, how it is planned."""
    return {"statement_timeout": str(PATIENCE), **(filterset.planning if filterset.question else {})}
