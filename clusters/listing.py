"""One page of a list as it is shown: rows, chips, pages, faults of the query string, and ways onward."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any

from django.core.paginator import EmptyPage, Page
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilingual.words import words
from clusters.addresses import Address, linked
from clusters.chips import Chip, chips, name_of
from clusters.choices import NOT_STATED, Footprint
from clusters.composition import CAP, Tally
from clusters.facets import Facet, choices, facets
from clusters.filtersets import Problem, RegistryFilterSet
from clusters.hits import Hits, HitsPaginator, slots_of
from clusters.models import Cluster, Organisation
from clusters.onward import Onward
from clusters.patience import TooBroad
from clusters.search import Outline, Question
from clusters.spelling import ENOUGH_HITS, offers
from clusters.successors import with_successors
from doors.api.rows import QueryRows
from doors.api.statements import Kept, Slot, Statement

PAGE_SIZE = 25
LARGEST_PAGE = 50
#: Digits of a page's number; no list has more pages.
LONGEST_NUMBER = 9

#: What the orders are called; a list offers those of its FilterSet.
ORDERINGS = {
    "relevance": gettext_lazy("Best match"),
    "name": gettext_lazy("Name (A–Å)"),
    "-members": gettext_lazy("Most members"),
    "-clusters": gettext_lazy("Most clusters"),
    "founded": gettext_lazy("Oldest first"),
    "-updated": gettext_lazy("Last updated"),
}

#: The statements for what a number names.
NUMBERED: Kept[Statement] = Kept()


@dataclass(frozen=True)
class WayOut:
    """A parameter that could be dropped, and how many rows there are without it."""

    label: str
    count: int
    query: str


@dataclass
class Listing(Onward):
    """What the template of a list needs; nothing is asked for a query string with faults."""

    filterset: RegistryFilterSet
    tallies: Mapping[str, Tally]
    #: ``clusters`` or ``organisations``: names the export and the API list with the same query.
    noun: str
    #: Whether its results stand by county, so that there is no facet of counties.
    is_by_county = False
    #: The asked page; None where there is no such page.
    page: "Page[Any] | None" = field(default=None, init=False)

    @cached_property
    def problems(self) -> list[Problem]:
        """Faults of the query string, with those of the page size; a question too broad to answer is one."""
        found = self._faults
        if found:
            return found
        try:
            self._ask()
        except TooBroad as error:
            return [error.problem]
        return []

    @cached_property
    def _faults(self) -> list[Problem]:
        found = list(self.filterset.problems)
        if self._page_size is None:
            message = _("Write a whole number from 1 to %(largest)s.") % {"largest": LARGEST_PAGE}
            found.append(
                Problem("page_size", str(self.filterset.data.get("page_size", ""))[:80], message, str(PAGE_SIZE))
            )
        return found

    @cached_property
    def _page_size(self) -> int | None:
        asked = self.filterset.data.get("page_size") or str(PAGE_SIZE)
        is_number = asked.isascii() and asked.isdigit() and len(asked) <= len(str(LARGEST_PAGE))
        return int(asked) if is_number and 1 <= int(asked) <= LARGEST_PAGE else None

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets with their counts."""
        return [] if self.problems else facets(self.filterset, self.paginator.answer.facets)

    @cached_property
    def address(self) -> Address:
        """The query string of the list."""
        return Address(self.filterset)

    @cached_property
    def paginator(self) -> HitsPaginator:
        """All rows in pages."""
        rows: Any = Hits(self.filterset, self.tallies)
        return HitsPaginator(rows, self._page_size or PAGE_SIZE)

    def _ask(self) -> None:
        """The asked page with all that comes with it; no page where there is no such one."""
        asked = self.filterset.data.get("page") or "1"
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER else 0
        try:
            self.page = self.paginator.page(number)
        except EmptyPage:
            self.page = None

    @property
    def total(self) -> int:
        """How many rows the query has; of a capped list, how many are counted."""
        return 0 if self.problems else self.paginator.count

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than are counted."""
        return not self.problems and self.paginator.answer.is_capped

    @property
    def status(self) -> HTTPStatus:
        """400 for a query string with faults, 404 for a page that does not exist."""
        if self.problems:
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.NOT_FOUND if self.page is None else HTTPStatus.OK

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of the page, each with its ``places`` of the day."""
        rows = [] if self.problems or self.page is None else list(self.page.object_list)
        return with_successors(rows, self.day) if self.noun == "clusters" else rows

    @property
    def day(self) -> dt.date:
        """The day the list is about."""
        return self.filterset.day

    @property
    def is_dated(self) -> bool:
        """Whether the list is asked for as of a day, not simply today."""
        return bool(self.filterset.data.get("as_of"))

    @property
    def search_words(self) -> str:
        """What was searched for."""
        return str(self.filterset.data.get("q") or "")

    @cached_property
    def words(self) -> list[str]:
        """The folded words to mark in the results."""
        return words(self.filterset.question)

    @cached_property
    def offers(self) -> list[tuple[str, str]]:
        """What may have been meant where little was found: the other question, and its query string."""
        if self.problems or not self.words or self.total >= ENOUGH_HITS:
            return []
        return [(text, self.address.having(q=text)) for text in offers(self.filterset)]

    @property
    def destination(self) -> str:
        """Where a question leads that names one record by number, domain or identifier; empty where it names none."""
        if self._faults or self.filterset.data.get("page"):
            return ""
        # The form sends its order and its empty fields along.
        if {name for name, value in self.filterset.form.cleaned_data.items() if value} - {"q", "as_of", "ordering"}:
            return ""
        question = Question(self.filterset.question)
        if question.number:
            found = self._numbered(Outline(question.text))
        elif question.domains or question.identifiers:
            found = self.rows if self.total == 1 else []
        else:
            return ""
        return linked(found[0].get_absolute_url(), self.dated) if len(found) == 1 else ""

    def _numbered(self, question: Outline) -> list[Any]:
        """What the number names, without the list around it; one that no host of a cluster has, the organisation."""
        slots = slots_of(question)
        make = partial(_first_two, self.filterset, question, tuple(slots))
        narrowed = (type(self.filterset), self.filterset.edition, self.day)
        statement = make() if self.filterset.edition is None else NUMBERED.get(narrowed, make)
        keys = statement.row(slots)[0] or []
        if self.noun == "organisations":
            return [Organisation(pk=key) for key in keys]  # its address says no more
        if keys:
            return list(Cluster.objects.filter(pk__in=keys).only("slug"))
        hosts = Organisation.objects.filter(merged_into=None, organisation_number=Question(question.text).number)
        return list(hosts.only("pk"))

    @property
    def dated(self) -> str:
        """The query string that keeps the day on links to other pages; empty for today."""
        return self.address.only("as_of") if self.is_dated else ""

    @property
    def ordering(self) -> str:
        """The order in force."""
        return self.filterset.ordering

    @property
    def orderings(self) -> list[tuple[str, str]]:
        """The orders on offer with their names."""
        names = ((code, str(ORDERINGS[code])) for code in self.filterset.orderings)
        return [(code, name) for code, name in names if self.search_words or code != "relevance"]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Values in force without a field on the page; the form carries them along."""
        shown = {"q", "as_of", "footprint", *(facet.parameter for facet in self.facets)}
        values = self.filterset.form.cleaned_data
        found = ((name, values[name]) for name in self.filterset.filters if name not in shown and values.get(name))
        return [(name, str(one)) for name, value in found for one in (value if isinstance(value, list) else [value])]

    @property
    def footprints(self) -> list[tuple[str, str, bool]]:
        """What counties may go by: value, name and whether it is in force; the default goes without a value."""
        if "footprint" not in self.filterset.filters:
            return []
        in_force = self.filterset.footprint_in_force
        named = choices(self.filterset, "footprint")
        return [("" if code == Footprint.SEAT else code, name, code == in_force) for code, name in named]

    @property
    def region_query(self) -> str:
        """The query string that keeps day and footprint on links to regions."""
        return self.address.only("footprint", "as_of") if "footprint" in self.filterset.filters else self.dated

    @property
    def regions(self) -> list[tuple[str, str]]:
        """Code and name of each region in force."""
        wanted = [] if self.problems else self.filterset.form.cleaned_data["region"]
        return [(code, name_of(self.filterset, "region", code)) for code in wanted if code != NOT_STATED]

    @cached_property
    def chips(self) -> list[Chip]:
        """One chip for each value in force, in the order of the form."""
        return [] if self.problems else chips(self.filterset, self.address)

    @property
    def page_links(self) -> list[tuple[int | None, str]]:
        """Page numbers with their query strings; None for a gap."""
        if self.page is None:
            return []
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(n, self.address.having(page=str(n))) if isinstance(n, int) else (None, "") for n in numbers]

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """For an answer without rows: each parameter whose removal gives some, with how many."""
        if self.problems or self.total:
            return []
        in_force = [
            name for name, value in self.filterset.form.cleaned_data.items() if value and name in self.filterset.filters
        ]
        narrowing = [name for name in in_force if name != "as_of"]
        counts = {name: self._count_without(name) for name in narrowing}
        labels = {name: str(self.filterset.filters[name].label) for name in narrowing}
        return [WayOut(labels[name], count, self.address.without(name)) for name, count in counts.items() if count]

    def _count_without(self, parameter: str) -> int:
        """As the list without it counts. CAP and one more stand for any larger number, or one too long to count."""
        others = QueryDict(self.address.without(parameter))
        filterset: Any = type(self.filterset)(others, queryset=self.filterset.queryset)
        filterset.edition = self.filterset.edition
        if filterset.problems:
            return 0
        try:
            answer = Hits(filterset).answer(0, 1)
        except TooBroad:
            return CAP + 1
        return answer.count + answer.is_capped


def _first_two(filterset: RegistryFilterSet, question: Question, slots: tuple[Slot, ...]) -> Statement:
    """The ids of the first rows that the question leads to: of more than one, nobody is led on."""
    rows: Any = filterset.start()
    sql, parameters = QueryRows(rows.led_to_by(question)).page(0, 2)
    return Statement.of(sql, parameters, slots)
