"""How numbers, money, days, times and numbers of organisations are written; ``·`` stands for a no-break space."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import override

from bilingual.templatetags.bilingual import known_day, long_day, money, number, organisation_number, short_day

DAY = dt.date(2026, 11, 23)
MOMENT = dt.datetime(2026, 11, 23, 13, 5, tzinfo=dt.UTC)


def spaced(text: object) -> str:
    return str(text).replace("\xa0", "·")


@pytest.mark.parametrize(
    ("write", "value", "nb", "en"),
    [
        (number, 10412, "10·412", "10,412"),
        (number, 1234567, "1·234·567", "1,234,567"),
        (number, 999, "999", "999"),
        (number, 0, "0", "0"),
        (number, Decimal("2.3"), "2,3", "2.3"),
        (number, -60, "−60", "−60"),
        (number, None, "Ikke oppgitt", "Not stated"),
        (money, 157_000_000, "kr·157·mill.", "NOK·157·million"),
        (money, 1_500_000, "kr·1,5·mill.", "NOK·1.5·million"),
        (money, 1_234_567_890, "kr·1·234,6·mill.", "NOK·1,234.6·million"),
        (money, 250_000, "kr·250·000", "NOK·250,000"),
        (money, -60_000_000, "kr·−60·mill.", "NOK·−60·million"),
        (long_day, DAY, "23. november 2026", "23 November 2026"),
        (short_day, DAY, "23.11.2026", "23 Nov 2026"),
        (short_day, MOMENT, "23.11.2026", "23 Nov 2026"),
        (organisation_number, "974767880", "974·767·880", "974·767·880"),
        (organisation_number, "", "", ""),
    ],
)
def test_values_are_written_as_the_language_does(write: Any, value: Any, nb: str, en: str) -> None:
    for language, expected in (("nb", nb), ("en", en)):
        with override(language):
            assert spaced(write(value)) == expected


@pytest.mark.parametrize(
    ("precision", "nb", "en"),
    [
        ("day", "23. november 2026", "23 November 2026"),
        ("month", "november 2026", "November 2026"),
        ("year", "2026", "2026"),
        ("unknown", "Ikke kjent", "Not known"),
    ],
)
def test_day_is_written_as_exactly_as_it_is_known(precision: str, nb: str, en: str) -> None:
    for language, expected in (("nb", nb), ("en", en)):
        with override(language):
            assert known_day(DAY, precision) == expected


@pytest.mark.parametrize(
    ("language", "time", "moment"),
    [("nb", "14.05", "23. november 2026 kl.·14.05"), ("en", "14:05", "23 November 2026, 14:05")],
)
def test_times_are_those_of_oslo_and_written_with_the_signs_of_the_language(
    language: str, time: str, moment: str
) -> None:
    local = timezone.localtime(MOMENT)

    with override(language):
        assert date_format(local, "TIME_FORMAT") == time
        assert spaced(localize(local)) == moment


@pytest.mark.parametrize("language", ["nb", "en"])
def test_years_and_ids_are_never_grouped(language: str) -> None:
    with override(language):
        written = Template("{{ year }} {{ code }} {{ id }}").render(Context({"year": 2016, "code": 4601, "id": 10412}))

    assert written == "2016 4601 10412"


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "missing"), [("/klynger/", "Ikke oppgitt"), ("/en/clusters/", "Not stated")])
def test_what_is_missing_is_said_and_years_stand_whole_on_pages(client: Client, prefix: str, missing: str) -> None:
    listed = client.get(f"{prefix}?q=akvarena").content.decode()
    page = client.get(f"{prefix}akvarena/").content.decode()

    assert f"<dd>{missing}</dd>" in listed
    assert page.count(missing) >= 3
    assert "2\xa0016" not in page + listed
    assert "2,016" not in page + listed
    assert "2016" in page
