import datetime as dt

import pytest

from regions.nearest import nearest_code

pytestmark = pytest.mark.django_db
TODAY, THEN = dt.date(2026, 11, 26), dt.date(2016, 8, 17)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vestland", "46"),
        ("Hordaland", "12"),
        ("hordaland fylke", "12"),
        ("sør-trøndelag", "16"),
        ("sor-trondelag", "16"),
        ("Bergen kommune", "4601"),
        ("verstland", "46"),
        ("akersh", "32"),
        ("Romsa", "55"),
        ("oslo", "03"),
        ("Svelvik", "0711"),
        ("norge", "NO"),
        ("no", "NO"),
        ("4", "04"),
        ("46010", "4601"),
        ("4699", "46"),
        ("fylke 46", "46"),
    ],
)
def test_nearest_code_is_what_a_name_or_a_slip_most_likely_means(text: str, code: str) -> None:
    assert nearest_code(text, TODAY) == code


@pytest.mark.parametrize(("text", "code"), [("bergen", "1201"), ("troms", "19"), ("akershus", "02")])
def test_nearest_code_prefers_the_regions_of_the_day(text: str, code: str) -> None:
    assert nearest_code(text, THEN) == code


@pytest.mark.parametrize("text", ["99", "13", "0", "9999", "xyz", "", " ", "æ", "\x00", "999999999999999999999"])
def test_nearest_code_offers_nothing_where_nothing_was_plausibly_meant(text: str) -> None:
    assert nearest_code(text, TODAY) == ""
