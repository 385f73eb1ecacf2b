"""Editing a cluster on its one page: periods as people write them, and what the database refuses."""

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.models import Cluster, Membership, Organisation, TierPeriod
from history.valid_time import EndPrecision, StartPrecision
from programmes.models import Tier
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db


class ClusterPage:
    """The page of a new cluster, as a system administrator edits it."""

    def __init__(self) -> None:
        steward = Cluster.objects.order_by("pk")[0].steward
        self.cluster = Cluster.objects.create(name="Fjordklyngen", slug="fjordklyngen", steward=steward)
        self.client = logged_in()
        self.address = f"/admin/clusters/cluster/{self.cluster.pk}/change/"

    def save(self, *added: tuple[str, dict[str, Any]], query: str = "", **changed: Any) -> Any:
        """Post the page as it stands with rows added and fields changed."""
        data = filled(self.client.get(self.address + query).content)
        for prefix, row in added:
            number = int(data[f"{prefix}-TOTAL_FORMS"])
            data[f"{prefix}-TOTAL_FORMS"] = number + 1
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
            data[f"{prefix}-{number}-cluster"] = self.cluster.pk
        return self.client.post(self.address + query, {**data, "_reason": "Etter styrets vedtak.", **changed})

    def tier(
        self, code: str, begins: str, ends: str = "", state: str = "known", **more: Any
    ) -> tuple[str, dict[str, Any]]:
        tier = Tier.objects.get(code=code)
        return "tier_periods", {"tier": tier.pk, "begins": begins, "ends": ends, "end_state": state, **more}

    def spans(self) -> list[tuple[str, dt.date, dt.date | None]]:
        rows = TierPeriod.objects.filter(cluster=self.cluster).order_by("period").select_related("tier")
        return [(row.tier.code, row.period.lower, row.period.upper) for row in rows]


@pytest.fixture
def page() -> ClusterPage:
    return ClusterPage()


def faults(answer: Any, prefix: str) -> list[dict[str, list[str]]]:
    assert answer.status_code == 200
    formsets = {inline.formset.prefix: inline.formset for inline in answer.context["inline_admin_formsets"]}
    return [dict(errors) for errors in formsets[prefix].errors if errors]


@pytest.mark.parametrize(
    ("begins", "ends", "lower", "upper", "precisions"),
    [
        ("2010", "2012", dt.date(2010, 1, 1), dt.date(2013, 1, 1), ("year", "year")),
        ("2010-06", "2012-06", dt.date(2010, 6, 1), dt.date(2012, 7, 1), ("month", "month")),
        ("20.06.2010", "20.06.2012", dt.date(2010, 6, 20), dt.date(2012, 6, 21), ("day", "day")),
    ],
)
def test_a_period_is_as_exact_as_it_is_written(  # noqa: PLR0913, PLR0917 (a line of the table)
    page: ClusterPage, begins: str, ends: str, lower: dt.date, upper: dt.date, precisions: tuple[str, str]
) -> None:
    answer = page.save(page.tier("arena", begins, ends))

    assert answer.status_code == 302, answer.context["errors"]
    row = page.cluster.tier_periods.get()
    assert (row.period.lower, row.period.upper) == (lower, upper)
    assert (row.start_precision, row.end_precision) == precisions
    assert filled(page.client.get(page.address).content)["tier_periods-0-end_state"] == "known"


@pytest.mark.parametrize(
    ("begins", "ends", "state", "field", "words"),
    [
        ("i fjor", "2012", "known", "begins", "i fjor"),
        ("2010", "31.02.2012", "known", "ends", "31.02.2012"),
        ("2012", "2010", "known", "ends", "2012"),
        ("2012", "", "known", "ends", ""),
        ("", "", "open", "begins", ""),
        ("2010", "2012", "unknown", "ends", ""),
    ],
)
def test_a_wrong_period_is_refused_beside_its_field(  # noqa: PLR0913, PLR0917 (a line of the table)
    page: ClusterPage, begins: str, ends: str, state: str, field: str, words: str
) -> None:
    answer = page.save(page.tier("arena", begins, ends, state), acronym="FK")

    (errors,) = faults(answer, "tier_periods")
    assert list(errors) == [field]
    assert words in errors[field][0]
    page.cluster.refresh_from_db()
    assert (page.cluster.acronym, page.cluster.tier_periods.count()) == ("", 0)


def test_an_end_written_beside_the_untouched_choice_is_a_known_end(page: ClusterPage) -> None:
    page.save(page.tier("arena", "2010", "", "open"))

    page.save(**{"tier_periods-0-ends": "2014"})

    row = page.cluster.tier_periods.get()
    assert (row.last_date, row.end_precision) == (dt.date(2014, 12, 31), EndPrecision.YEAR)


def test_an_unknown_end_is_assumed_and_follows_the_next_tier(page: ClusterPage) -> None:
    page.save(page.tier("arena", "2010", "", "unknown"))
    assert page.spans() == [("arena", dt.date(2010, 1, 1), dt.date(2016, 1, 1))]

    page.save(page.tier("nce", "2014-06", "", "open"))

    assert page.spans() == [("arena", dt.date(2010, 1, 1), dt.date(2014, 6, 1)), ("nce", dt.date(2014, 6, 1), None)]


def test_overlapping_tiers_are_refused_with_the_other_one_named(page: ClusterPage) -> None:
    answer = page.save(page.tier("arena", "2010", "31.12.2015"), page.tier("nce", "2014", "", "open"))

    (errors,) = faults(answer, "tier_periods")
    assert "Arena (2010–2015)" in errors["begins"][0]
    assert page.spans() == []


def test_a_stated_year_is_not_cut_by_a_tier_that_begins_in_an_earlier_one(page: ClusterPage) -> None:
    answer = page.save(page.tier("arena", "2010", "2014"), page.tier("nce", "2013", "", "open"))

    (errors,) = faults(answer, "tier_periods")
    assert "Arena (2010–2014)" in errors["begins"][0]


def test_a_brand_runs_beside_a_level(page: ClusterPage) -> None:
    brand = Tier.objects.filter(kind=Tier.Kind.BRAND).first() or Tier.objects.create(
        code="merke",
        short_name_nb="Merke",
        name_nb="Merke",
        rank=99,
        kind=Tier.Kind.BRAND,
        longest_support_years=5,
        start_precision=StartPrecision.UNKNOWN,
        end_precision=EndPrecision.UNKNOWN,
        programme=Tier.objects.get(code="arena").programme,
    )

    answer = page.save(page.tier("arena", "2010", "31.12.2015"), page.tier(brand.code, "2011", "", "open"))

    assert answer.status_code == 302, answer.context["errors"]


def test_two_neighbours_move_in_one_save(page: ClusterPage) -> None:
    page.save(page.tier("arena", "2010", "31.12.2013"), page.tier("nce", "01.01.2014", "", "open"))

    answer = page.save(**{"tier_periods-0-ends": "2014-12-31", "tier_periods-1-begins": "2015-01-01"})

    assert answer.status_code == 302, answer.context["errors"]
    assert page.spans() == [("arena", dt.date(2010, 1, 1), dt.date(2015, 1, 1)), ("nce", dt.date(2015, 1, 1), None)]


def test_what_only_the_database_sees_comes_back_as_its_rule(page: ClusterPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusters.admin.tier_period.tier_overlaps", lambda _rows: [])

    answer = page.save(page.tier("arena", "2010", "31.12.2015"), page.tier("nce", "2014", "", "open"), acronym="FK")

    assert answer.status_code == 200
    rule = next(one for one in TierPeriod._meta.constraints if one.name == "one_tier_at_a_time")
    assert str(rule.violation_error_message) in answer.context["adminform"].form.non_field_errors()
    assert page.spans() == []
    page.cluster.refresh_from_db()
    assert page.cluster.acronym == ""


def member(name: str = "Ålesund Verft AS", **fields: Any) -> tuple[str, dict[str, Any]]:
    organisation = Organisation.objects.create(name=name, founded_date=fields.pop("founded_date", None))
    row = {"organisation": organisation.pk, "role": "member", "begins": "", "ends": "", "end_state": "unknown"}
    return "memberships", {**row, "observed_year": "", **fields}


def test_a_member_that_a_source_only_names_lasts_as_long_as_the_tier(page: ClusterPage) -> None:
    page.save(page.tier("arena", "2010", "2014"))

    page.save(member(observed_year="2012"))

    row = page.cluster.memberships.get()
    assert (row.is_observed, row.observed_year) == (True, 2012)
    assert row.period == DateRange(dt.date(2010, 1, 1), dt.date(2015, 1, 1))
    page.save(**{"tier_periods-0-ends": "2013"})
    row.refresh_from_db()
    assert row.period.upper == dt.date(2014, 1, 1)


def test_a_member_with_a_beginning_is_no_longer_only_observed(page: ClusterPage) -> None:
    page.save(page.tier("arena", "2010", "2014"), member(observed_year="2012"))

    clash = page.save(**{"memberships-0-begins": "2011"})
    answer = page.save(**{"memberships-0-begins": "2011", "memberships-0-observed_year": ""})

    assert list(faults(clash, "memberships")[0]) == ["observed_year"]
    assert answer.status_code == 302, answer.context["errors"]
    row = page.cluster.memberships.get()
    assert (row.is_observed, row.start_precision, row.period.lower.year) == (False, StartPrecision.YEAR, 2011)


def test_a_member_twice_at_a_time_is_refused_with_the_databases_words(page: ClusterPage) -> None:
    first = member(begins="2011", end_state="open")
    page.save(first)

    answer = page.save(("memberships", {**first[1], "begins": "2014"}))

    (errors,) = faults(answer, "memberships")
    rule = next(one for one in Membership._meta.constraints if one.name == "membership_once_at_a_time")
    assert errors["__all__"] == [str(rule.violation_error_message)]


def test_a_member_is_no_older_than_the_organisation(page: ClusterPage) -> None:
    answer = page.save(member(begins="2011", end_state="open", founded_date=dt.date(2012, 5, 1)))

    (errors,) = faults(answer, "memberships")
    assert "Ålesund Verft AS" in errors["begins"][0]


def test_the_second_page_of_members_is_saved_whatever_happened_meanwhile(page: ClusterPage) -> None:
    names = [f"Bedrift {n:03d} AS" for n in range(30)]
    organisations = Organisation.objects.bulk_create(Organisation(name=name) for name in names)
    Membership.objects.bulk_create(
        Membership(
            cluster=page.cluster, organisation=one, start_precision="unknown", end_precision="unknown", is_observed=True
        )
        for one in organisations
    )
    data = filled(page.client.get(f"{page.address}?members=2").content)
    page.cluster.memberships.filter(organisation__name="Bedrift 003 AS").delete()

    data |= {"memberships-4-role": "core-partner", "_continue": "1"}
    told = page.client.post(f"{page.address}?members=2", data)
    answer = page.client.post(f"{page.address}?members=2", filled(told.content) | {"_continue": "1"})

    assert [row.row for row in told.context["meanwhile"]] == ["Bedrift 003 AS"]
    assert answer["Location"] == f"{page.address}?members=2"
    assert page.cluster.memberships.get(role="core-partner").organisation.name == "Bedrift 029 AS"


def test_sectors_are_ticked_on_the_page(page: ClusterPage) -> None:
    sectors = list(Cluster.objects.get(slug="gce-node").sectors.values_list("pk", flat=True))

    page.save(works_in=sectors)

    assert sorted(page.cluster.sectors.values_list("pk", flat=True)) == sorted(sectors)


def test_the_history_names_who_changed_what(page: ClusterPage) -> None:
    page.save(page.tier("arena", "2010", "2014"), acronym="FK")

    shown = page.client.get(page.address.replace("change", "history")).content.decode()

    assert "None.administrator" in shown
    assert "<ins>FK</ins>" in shown
    assert "Arena" in shown
