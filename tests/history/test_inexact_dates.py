import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from history.inexact_dates import InexactDate
from history.valid_time import StartPrecision


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31), StartPrecision.YEAR),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29), StartPrecision.MONTH),
        ("06.2016", dt.date(2016, 6, 1), dt.date(2016, 6, 30), StartPrecision.MONTH),
        ("2016-06-20", dt.date(2016, 6, 20), dt.date(2016, 6, 20), StartPrecision.DAY),
        (" 20.06.2016 ", dt.date(2016, 6, 20), dt.date(2016, 6, 20), StartPrecision.DAY),
        ("1.6.2016", dt.date(2016, 6, 1), dt.date(2016, 6, 1), StartPrecision.DAY),
    ],
)
def test_read_takes_a_year_a_month_or_a_day(text: str, first: dt.date, last: dt.date, precision: str) -> None:
    date = InexactDate.read(text)

    assert (date.first, date.last, date.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["i fjor", "16", "2016-13", "31.02.2016", "1066", "20160620", "٢٠١٦", "2016-06-20T00:00"]
)
def test_read_refuses_what_is_no_date_and_names_it(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        InexactDate.read(text)

    assert text in caught.value.messages[0]


@given(st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_what_is_written_is_read_back(day: dt.date, precision: str) -> None:
    written = str(InexactDate(day, precision))

    assert str(InexactDate.read(written)) == written
