"""Every number of every figure leads to exactly its rows."""

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet
from clusters.models import Cluster, Organisation
from clusters.statistics.counts import Counts
from clusters.statistics.declared import BY_NAME, FIGURES
from clusters.statistics.drawing import drawn
from clusters.statistics.figures import Figure
from clusters.statistics.pictures import NARROW, WIDE, Picture
from clusters.statistics.tables import Cell, Table

pytestmark = pytest.mark.django_db
EXAMPLE = dt.date(2016, 8, 17)
LISTS: dict[str, tuple[Any, Any]] = {
    "clusters": (ClusterFilterSet, Cluster),
    "organisations": (OrganisationFilterSet, Organisation),
}


#: What the figures are asked about that count something in particular.
REGION = {"clusters-in-region-by-year": "region=15", "clusters-by-municipality": "region=15"}


def asked(figure: Figure, day: dt.date | None = None, query: str = "") -> Table:
    """The figure of a day, of a region where it needs one."""
    dated = f"as_of={day.isoformat()}" if day else ""
    return figure.answer(QueryDict("&".join(filter(None, [query or REGION.get(figure.name, ""), dated]))))


def rows(cell: Cell) -> int:
    filterset_class, model = LISTS[cell.noun]
    filterset = filterset_class(QueryDict(cell.query), queryset=model.objects.all())
    assert filterset.problems == [], cell.query
    return int(filterset.qs.count())


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("day", [EXAMPLE, None], ids=str)
def test_every_number_leads_to_exactly_its_rows(figure: Figure, day: dt.date | None) -> None:
    table = asked(figure, day)
    # Of the tables with a column a year, every sixth year is enough.
    step = 6 if figure.drawing == "strips" else 1
    cells = {cell.query: cell for row in table.lines for cell in row.cells[::-step] if cell.has_rows}

    assert {query: rows(cell) for query, cell in cells.items()} == {q: cell.value for q, cell in cells.items()}


def test_each_number_of_a_year_is_of_its_last_day() -> None:
    row = next(row for row in BY_NAME["clusters-by-year"].table(Counts(EXAMPLE)).rows if row.code == "2014")

    assert row.cells[0].address == "/klynger/?status=active&as_of=2014-12-31"


def test_a_number_of_today_leads_to_the_list_of_today() -> None:
    table = BY_NAME["clusters-by-tier"].table(Counts(timezone.localdate()))

    assert table.total
    assert table.total.cells[0].address == "/klynger/?status=active"


def test_the_running_year_says_that_it_is_not_over() -> None:
    table = BY_NAME["clusters-by-year"].table(Counts(EXAMPLE))

    assert [row.code for row in table.rows if row.is_incomplete] == ["2016"]
    assert table.rows[-1].names == {"nb": "2016 hittil", "en": "2016 so far"}
    assert table.notes == ("2016 er ikke omme: Året er talt 17. august 2016.",)


def test_the_last_day_of_a_year_completes_it() -> None:
    table = BY_NAME["clusters-by-year"].table(Counts(dt.date(2015, 12, 31)))

    assert not any(row.is_incomplete for row in table.rows)
    assert table.notes == ()


def test_no_year_is_left_out_though_nobody_was_admitted() -> None:
    table = BY_NAME["admissions-by-year"].table(Counts(EXAMPLE))

    assert [row.code for row in table.rows] == [str(year) for year in range(2002, 2017)]
    assert 0 in table.column("admitted")


@pytest.mark.parametrize(
    ("name", "nb", "en"),
    [
        (
            "clusters-by-tier",
            "42 klynger var med i programmet 17. august 2016, flest på Arena",
            "42 clusters were in the programme on 17 August 2016, most of them on Arena",
        ),
        ("clusters-by-county", "Flest klynger i Hordaland 17. august 2016: 5 av 42", None),
        ("members-by-kind", "149 virksomheter i klynger i programmet 17. august 2016, flest bedrifter", None),
        ("clusters-by-year", "Flest klynger ved utgangen av 2015: 44", "Most clusters at the end of 2015: 44"),
        ("appropriations-by-year", None, "The sources disagree about 2014: NOK 127 million or NOK 150 million"),
    ],
)
def test_the_heading_says_the_finding(name: str, nb: str | None, en: str | None) -> None:
    table = BY_NAME[name].table(Counts(EXAMPLE))

    for language, said in (("nb", nb), ("en", en)):
        with translation.override(language):
            assert said in {None, table.heading.replace("\N{NO-BREAK SPACE}", " ")}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_day_with_nothing_to_count_has_a_heading_and_a_picture_too(figure: Figure) -> None:
    table = asked(figure, dt.date(2002, 1, 1))

    assert table.heading
    assert drawn(table).height > 0


@pytest.mark.parametrize(
    "figure", [figure for figure in FIGURES if figure.drawing not in {"map", "flow"}], ids=lambda figure: figure.name
)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everything_is_drawn_within_the_picture(figure: Figure, width: int) -> None:
    picture = drawn(asked(figure, EXAMPLE), width)

    assert isinstance(picture, Picture)
    assert picture.marks or picture.pale
    assert all(0 <= label.x <= width and 0 <= label.y <= picture.height for label in picture.labels)
    assert all(label.x + 7 * len(label.text) <= width for label in picture.labels if label.anchor == "start")
    assert all(0 <= x <= width for x, _year in picture.ticks)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("clusters-by-county", "footprint=members"),
        ("clusters-by-county-and-year", "footprint=members"),
        ("clusters-in-region-by-year", "region=12&footprint=members"),
        ("clusters-by-municipality", "region=12&footprint=members"),
        ("clusters-by-tier-and-status", "region=46&footprint=members&tier=arena&tier=nce"),
        ("clusters-by-tier-and-status", "q=havbruk"),
        ("clusters-by-tier-and-status", "status=active&status=former&sector=ocean"),
        ("organisations-by-kind", "member_of=gce-node&kind=company&kind=knowledge-institution"),
        ("organisations-by-kind", "cluster=gce-ocean-technology&end_confirmed=false"),
        ("organisations-by-kind", "q=universitet&status=active"),
        ("clusters-on-map", "tier=nce&region=46"),
        ("clusters-on-map", "footprint=members&status=active&q=energi"),
    ],
)
def test_every_number_of_a_narrowed_figure_leads_to_exactly_its_rows(name: str, query: str) -> None:
    table = asked(BY_NAME[name], EXAMPLE, query)
    cells = {cell.query: cell for row in table.lines for cell in row.cells[-2:] if cell.has_rows}

    assert {query: rows(cell) for query, cell in cells.items()} == {q: cell.value for q, cell in cells.items()}
    assert any(cell.value for cell in cells.values())


def test_a_narrowed_figure_says_what_it_is_narrowed_to() -> None:
    table = asked(BY_NAME["clusters-by-county"], EXAMPLE, "footprint=members")

    assert table.title == "Klynger etter fylke (Regnes etter: Medlemmenes tilholdssteder)"
    assert table.heading.startswith("Flest klynger har medlemmer i ")
    assert [(query, is_in_force) for _name, query, is_in_force in table.footprints] == [
        ("as_of=2016-08-17", False),
        ("as_of=2016-08-17&footprint=members", True),
    ]
