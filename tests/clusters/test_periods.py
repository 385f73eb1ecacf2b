import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clusters.periods import Span, observed_span, settled, stated_span
from history.valid_time import EndPrecision, StartPrecision

DAY = dt.timedelta(days=1)


def arena(start: int | None, end: int | None = None) -> Span | None:
    """A tier period known by years, on a tier with at most five years of support."""
    return stated_span(
        dt.date(start, 1, 1) if start else None,
        StartPrecision.YEAR if start else StartPrecision.UNKNOWN,
        dt.date(end, 1, 1) if end else None,
        EndPrecision.YEAR if end else EndPrecision.UNKNOWN,
        longest_years=5,
    )


def certain(span: Span | None) -> Span:
    assert span is not None
    return span


def test_a_year_as_an_end_reaches_to_the_last_day_of_the_year() -> None:
    assert certain(arena(2012, 2017)).end == dt.date(2018, 1, 1)


def test_an_unknown_end_is_assumed_after_the_longest_support_to_the_end_of_the_year() -> None:
    span = certain(arena(2012))

    assert (span.end, span.end_precision) == (dt.date(2018, 1, 1), EndPrecision.UNKNOWN)


def test_an_unknown_start_is_counted_in_the_year_of_the_end_only() -> None:
    span = certain(arena(None, 2014))

    assert (span.start, span.end, span.start_precision) == (
        dt.date(2014, 1, 1),
        dt.date(2015, 1, 1),
        StartPrecision.UNKNOWN,
    )


def test_a_period_without_any_year_is_no_period() -> None:
    assert arena(None) is None


def test_an_end_by_month_reaches_to_the_last_day_of_the_month() -> None:
    span = stated_span(
        dt.date(2012, 3, 1), StartPrecision.MONTH, dt.date(2016, 2, 10), EndPrecision.MONTH, longest_years=5
    )

    assert certain(span).end == dt.date(2016, 3, 1)


def test_an_inexact_end_is_cut_where_the_next_period_begins() -> None:
    nce = Span(dt.date(2015, 6, 12), None, StartPrecision.DAY, EndPrecision.OPEN)

    for before in (arena(2009, 2015), arena(2012)):
        assert settled([nce, certain(before)])[0].end == dt.date(2015, 6, 12)


def test_an_end_known_to_the_day_is_never_moved() -> None:
    exact = Span(dt.date(2009, 1, 1), dt.date(2015, 12, 31), StartPrecision.YEAR, EndPrecision.DAY)
    nce = Span(dt.date(2015, 6, 12), None, StartPrecision.DAY, EndPrecision.OPEN)

    assert settled([exact, nce])[0] == exact


def test_settled_of_nothing_is_nothing() -> None:
    assert settled([]) == []


@given(
    st.lists(
        st.tuples(st.integers(2002, 2026), st.none() | st.integers(0, 9)), max_size=6, unique_by=lambda pair: pair[0]
    )
)
def test_settled_periods_known_by_years_never_overlap_unless_their_years_do(
    stated: list[tuple[int, int | None]],
) -> None:
    spans = settled(certain(arena(start, None if years is None else start + years)) for start, years in stated)

    for before, after in pairwise(spans):
        assert before.end is not None
        stated_years_overlap = before.end_precision == EndPrecision.YEAR and (before.end - DAY).year > after.start.year
        assert stated_years_overlap or before.end <= after.start


def test_a_member_observed_in_a_year_stays_as_long_as_the_tier_of_that_year() -> None:
    first, second = settled([certain(arena(2009, 2015)), certain(arena(2016, 2019))])

    span = certain(observed_span(2017, [first, second]))

    assert (span.start, span.end, span.end_precision) == (second.start, second.end, EndPrecision.UNKNOWN)


def test_a_member_observed_without_a_year_stays_as_long_as_the_cluster_was_in_the_programme() -> None:
    spans = settled([certain(arena(2009, 2012)), certain(arena(2016, 2019))])

    span = certain(observed_span(None, spans))

    assert (span.start, span.end) == (dt.date(2009, 1, 1), dt.date(2020, 1, 1))


def test_a_member_observed_outside_every_tier_period_is_counted_that_year_only() -> None:
    span = certain(observed_span(2021, [certain(arena(2009, 2012))]))

    assert (span.start, span.end) == (dt.date(2021, 1, 1), dt.date(2022, 1, 1))


def test_a_member_of_a_cluster_without_years_is_never_counted() -> None:
    assert observed_span(None, []) is None
