from pathlib import Path

import pytest

from bundle.reading import BundleError, read_rows


def write(folder: Path, content: bytes) -> Path:
    path = folder / "klynger.csv"
    path.write_bytes(content)
    return path


def test_read_rows_gives_values_and_the_place_of_each_row(tmp_path: Path) -> None:
    path = write(tmp_path, "navn,år\nBlå mat , 2016\n".encode())

    (row,) = read_rows(path, ("navn", "år"))

    assert (row["navn"], row.read("år", int), row.place) == ("Blå mat", 2016, "klynger.csv, line 2")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"navn,ar\nA\n", "line 2: 1 fields where 2 are expected"),
        (b"navn\nA\n", "line 1: expected the columns navn, ar"),
        ("navn,ar\nBlå,1\n".encode("latin-1"), "not UTF-8"),
        (b'navn,ar\n"A,1\n', "not readable as CSV"),
        (b"", "line 1: expected the columns"),
    ],
)
def test_read_rows_names_file_and_line_of_a_broken_file(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BundleError, match=f"klynger.csv.*{message}"):
        read_rows(write(tmp_path, content), ("navn", "ar"))


def test_read_rows_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"borte\.csv: the file is missing"):
        read_rows(tmp_path / "borte.csv", ("navn",))


def test_a_value_that_cannot_be_read_is_named_with_its_column(tmp_path: Path) -> None:
    (row,) = read_rows(write(tmp_path, b"navn,ar\nA,i fjor\n"), ("navn", "ar"))

    with pytest.raises(BundleError, match="line 2: column ar has 'i fjor'"):
        row.read("ar", int)
