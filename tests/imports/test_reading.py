"""Files as people send them, good and bad, into rows of cells."""

import datetime as dt
import io
import resource
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from imports import limits
from imports.dates import read_day, read_inexact
from imports.faults import FileRefusedError
from imports.identity_numbers import HIDDEN, has_identity_number, without_identity_numbers
from imports.reading.files import read_file
from tests.imports.files import csv_file, workbook

#: Made up, with check digits that fit: 1 January 1990.
PERSON = "01019000083"
LINES = ("Navn;Rolle", "Blåskjell Sjømat AS;medlem", '"Hansen; Sønn & Co";kjernepartner')


def texts(content: bytes) -> list[list[str]]:
    table = read_file(content)
    return [table.headers, *([cell.text for cell in line.cells] for line in table.lines)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    lines = [line.replace(";", delimiter) if '"' not in line else line.replace('";', f'"{delimiter}') for line in LINES]

    assert texts(csv_file(*lines, encoding=encoding)) == [
        ["Navn", "Rolle"],
        ["Blåskjell Sjømat AS", "medlem"],
        ["Hansen; Sønn & Co", "kjernepartner"],
    ]


def test_windows_1252_is_said_and_utf_8_is_not() -> None:
    assert [str(note) for note in read_file(csv_file(*LINES, encoding="cp1252")).notes] != []
    assert read_file(csv_file(*LINES)).notes == []


def test_excels_own_line_about_the_delimiter_is_understood() -> None:
    assert texts(b"sep=|\r\nNavn|Rolle\r\nA;B|medlem\r\n") == [["Navn", "Rolle"], ["A;B", "medlem"]]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    content = csv_file("Navn;Rolle", '"to\nlinjer";medlem', ";", "Etter en tom rad;medlem")

    assert [line.number for line in read_file(content).lines] == [2, 4]
    rows: list[list[Any]] = [["Navn", "Rolle"], ["A", "medlem"], [None, None], ["B", "medlem"]]
    assert [line.number for line in read_file(workbook(*rows)).lines] == [2, 4]


def test_a_workbook_gives_days_numbers_and_texts_as_they_are_typed() -> None:
    rows: list[list[Any]] = [["Navn", "Orgnr", "Fra", "År"], ["Ærfugl AS", 974760673, dt.date(2016, 8, 17), 2016.0]]

    assert texts(workbook(*rows))[1] == ["Ærfugl AS", "974760673", "2016-08-17", "2016"]


@pytest.mark.parametrize("content", [csv_file("Navn", "=HYPERLINK(1)"), workbook(["Navn"], ["=1+1"])])
def test_a_formula_is_refused_in_its_cell(content: bytes) -> None:
    (line,) = read_file(content).lines

    assert "formel" in str(line.cells[0].fault)


def test_the_apostrophe_of_our_own_exports_is_taken_off() -> None:
    assert texts(csv_file("Navn", "'=Likhetstegnet AS"))[1] == ["=Likhetstegnet AS"]


@pytest.mark.parametrize("written", [PERSON, f"Kari Nordmann {PERSON}", "010190 00083", "f. 010190-00083."])
def test_a_persons_number_is_refused_and_not_kept(written: str) -> None:
    (line,) = read_file(csv_file("Navn", written)).lines

    assert line.cells[0].fault is not None
    assert line.cells[0].text == HIDDEN
    assert "00083" not in repr(line)
    assert not has_identity_number(without_identity_numbers(written))


def test_a_persons_number_is_found_in_a_number_cell_that_lost_its_zero() -> None:
    (line,) = read_file(workbook(["Navn"], [int(PERSON)])).lines

    assert line.cells[0].text == HIDDEN


@pytest.mark.parametrize("number", ["974760673", "01019000084", "00000000000", "4712345678", "15030012345678"])
def test_other_numbers_are_no_persons(number: str) -> None:
    assert not has_identity_number(number)


def zipped(**members: bytes) -> Callable[[], bytes]:
    """Makes such a file when it is asked for: collecting the tests should not wait for it."""
    return lambda: packed(members)


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        zipped(**{"[Content_Types].xml": b"", "xl__worksheets__sheet1_xml": b" " * (limits.UNPACKED + 1)}),
        zipped(**{"[Content_Types].xml": b"", "xl__sharedStrings_xml": b" " * (limits.SHARED_TEXTS + 1)}),
        zipped(**{"[Content_Types].xml": b"", "xl__styles_xml": b" " * (limits.SMALL_PART + 1)}),
        zipped(**{f"a{number}": b"" for number in range(limits.MEMBERS + 1)}),
        b"PK\x03\x04 no zip at all",
        zipped(**{"[Content_Types].xml": b"<a", "xl__workbook_xml": b"<a"}),
        b"\xd0\xcf\x11\xe0" + b"old",
        b"%PDF-1.7",
        b"   ",
        b"\xff\xfe\x00",
        b"Navn\n\x81\x00\n",
        b"x" * (limits.FILE + 1),
    ],
    ids=["sheet", "texts", "styles", "members", "no zip", "no xml", "xls", "pdf", "empty", "utf-16", "binary", "large"],
)
def test_what_cannot_be_read_is_refused_within_bounded_memory(content: bytes | Callable[[], bytes]) -> None:
    content = content if isinstance(content, bytes) else content()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FileRefusedError) as refused:
        read_file(content)

    assert all(str(fault) for fault in refused.value.faults)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_two_hundred_thousand_rows_are_refused_with_the_limit() -> None:
    with pytest.raises(FileRefusedError, match="100000"):
        read_file(b"Navn\n" + b"A\n" * 200_000)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(FileRefusedError, match="60"):
        read_file(csv_file(";".join("N" * 61), "A"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2016", "2016"),
        ("2016-08", "2016-08"),
        ("08.2016", "2016-08"),
        ("2016-08-17", "2016-08-17"),
        ("17.08.2016", "2016-08-17"),
        ("17.8.2016", "2016-08-17"),
        ("17/8 2016", "2016-08-17"),
        ("17/8/2016", "2016-08-17"),
        ("17. august 2016", "2016-08-17"),
        ("17 August 2016", "2016-08-17"),
        ("2016-08-17 00:00:00", "2016-08-17"),
    ],
)
def test_dates_are_read_in_the_styles_people_write(written: str, kept: str) -> None:
    assert read_inexact(written) == kept


@pytest.mark.parametrize("written", ["17.08.16", "5/6/2016", "8/17/2016", "31.02.2016", "våren 2016", "42599"])
def test_a_date_that_could_be_another_or_none_is_refused(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_inexact(written)
    assert written in str(refused.value)


def test_a_day_is_asked_for_where_a_year_is_not_enough() -> None:
    with pytest.raises(ValidationError):
        read_day("2016")
