"""What is suggested for the beginning of a name, on the real registry."""

from typing import Any

import pytest
from django.test import Client

from clusters.choices import Publication
from clusters.models import Cluster, ClusterName, Organisation, OrganisationName
from tests.clusters.api.reading import API, get, problem
from tests.clusters.api.test_schema import schema, validator

__all__ = ["schema"]

pytestmark = pytest.mark.django_db
UNKNOWN: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def suggested(client: Client, q: str, **more: Any) -> list[Any]:
    rows: list[Any] = get(client, "/suggest/", {"q": q, **more})["results"]
    return rows


def names(rows: list[Any]) -> list[str]:
    return [row["name"]["nb"] if isinstance(row["name"], dict) else row["name"] for row in rows]


def test_former_name_suggests_the_cluster_of_today(client: Client) -> None:
    row, recipient = suggested(client, "NCE Subs")

    assert (recipient["type"], recipient["name"]) == ("organisation", "NCE SUBSEA DRIFT AS")
    assert (row["type"], row["slug"], row["name"]) == ("cluster", "gce-ocean-technology", "GCE Ocean Technology")
    assert (row["matched"], row["matched_kind"]) == ("NCE Subsea", "former")
    assert row["url"] == f"http://testserver{API}/clusters/gce-ocean-technology/"
    assert row["html_url"] == "http://testserver/klynger/gce-ocean-technology/"


def test_english_name_says_that_it_is_one(client: Client) -> None:
    row = suggested(client, "Clean Wat")[0]

    assert (row["name"], row["matched_kind"]) == ("CWN Vannklyngen", "english")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sjømatk", "Sjømatklyngen Nord"),
        ("SJOMATK", "Sjømatklyngen Nord"),
        ("sjoematk", "Sjømatklyngen Nord"),
        ("sjömatk", "Sjømatklyngen Nord"),
        ("Aalesund", "Ålesund"),
        ("alesund", "Ålesund"),
        ("Naeroey", "Nærøysund"),
    ],
)
def test_letters_may_be_typed_as_one_can(client: Client, text: str, name: str) -> None:
    assert name in names(suggested(client, text))


@pytest.mark.parametrize(
    ("text", "name", "matched"),
    [
        ("guovda", "Kautokeino", "Guovdageaidnu"),
        ("Tråante", "Trondheim", "Tråante"),
        ("raisi", "Nordreisa", "Raisi"),
        ("porsangu", "Porsanger", "Porsáŋgu"),
        ("evenassi", "Evenes", "Evenášši"),
        ("tromssa", "Troms", "Tromssa"),
    ],
)
def test_place_is_found_by_its_sami_and_kven_names(client: Client, text: str, name: str, matched: str) -> None:
    (row,) = suggested(client, text)

    assert (row["type"], row["name"]["nb"], row["matched"], row["matched_kind"]) == (
        "region",
        name,
        matched,
        "alternative",
    )


def test_place_leads_to_the_catalogue_filtered_by_it(client: Client) -> None:
    row = suggested(client, "vestlan")[0]

    assert (row["type"], row["code"], row["county"]) == ("region", "46", None)
    assert row["url"] == f"http://testserver{API}/regions/46/"
    assert row["html_url"] == "http://testserver/klynger/?region=46"
    assert client.get(row["html_url"]).status_code == 200


def test_municipalities_of_one_name_are_told_apart_by_their_county(client: Client) -> None:
    rows = suggested(client, "Herøy")

    assert [(row["code"], row["county"]["nb"]) for row in rows] == [
        ("1515", "Møre og Romsdal"),
        ("1818", "Nordland"),
    ]


def test_oslo_is_suggested_once(client: Client) -> None:
    assert [row["code"] for row in suggested(client, "oslo", page_size=20) if row["type"] == "region"] == ["03"]


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("hordal", "2026-11-24", ["12"]),  # of another time, but there is no other
        ("hordal", "2016-08-17", ["12"]),
        ("vestl", "2016-08-17", ["46"]),
        ("ålesund", "2026-11-24", ["1508"]),
        ("ålesund", "2016-08-17", ["1504"]),
        ("askim", "2026-11-24", ["0124"]),
        ("hor", "2026-11-24", ["3901", "4219"]),  # Horten, Evje og Hornnes; not Hordaland
    ],
)
def test_places_are_those_of_the_day_and_others_only_where_there_is_none(
    client: Client, text: str, day: str, codes: list[str]
) -> None:
    rows = suggested(client, text, as_of=day, page_size=20)

    assert [row["code"] for row in rows if row["type"] == "region"] == codes


def test_sector_is_found_in_both_languages_and_by_its_later_words(client: Client) -> None:
    for text in ("Sjømat og", "seafood and", "havbruk", "aquacult"):
        row = next(row for row in suggested(client, text) if row["type"] == "sector")
        assert row["name"] == {"nb": "Sjømat og havbruk", "en": "Seafood and aquaculture"}
        assert row["html_url"] == "http://testserver/klynger/?sector=seafood"


def test_beginnings_of_names_come_first_and_clusters_before_the_others(client: Client) -> None:
    rows = suggested(client, "ocean")

    assert names(rows) == [
        "Ocean Hyway Cluster",
        "Arena Ocean of Opportunities",  # English name: Ocean of Opportunities
        "Hav og offshore",
        "OceanWind",
        "GCE Ocean Technology",
        "NOSCA Clean Oceans",
    ]


def test_letters_as_they_are_typed_come_before_those_they_fold_to(client: Client) -> None:
    places = [row["name"]["nb"] for row in suggested(client, "ås", page_size=20) if row["type"] == "region"]

    assert places == ["Ås", "Åseral", "Åsnes", "Asker", "Askvoll", "Askøy"]


def test_no_type_crowds_out_the_others(client: Client) -> None:
    Organisation.objects.bulk_create(Organisation(name=f"Nordavind {n:02}") for n in range(30))
    clusters = list(Cluster.objects.published().order_by("pk")[:12])
    for number, cluster in enumerate(clusters):
        Cluster.objects.filter(pk=cluster.pk).update(name=f"Nordavind klynge {number}")

    types = [row["type"] for row in suggested(client, "nord", as_of="2026-11-24")]

    assert types == ["cluster"] * 3 + ["region"] * 2 + ["organisation"] * 2


def test_record_is_suggested_once_under_its_present_name(client: Client) -> None:
    cluster = Cluster.objects.get(slug="gce-node")
    ClusterName.objects.create(cluster=cluster, name="GCE NODE Sørlandet", **UNKNOWN)

    rows = [row for row in suggested(client, "gce node") if row["type"] == "cluster"]

    assert [(row["name"], row["matched"]) for row in rows] == [("GCE NODE", "")]


def test_draft_is_at_no_door(client: Client) -> None:
    Cluster.objects.filter(slug="gce-ocean-technology").update(publication=Publication.DRAFT)

    for text in ("GCE Ocean", "NCE Subsea", "Ocean Tech", "gceocean.no"):
        assert "GCE Ocean Technology" not in names(suggested(client, text, page_size=20))


def test_cluster_is_suggested_from_the_day_it_entered(client: Client) -> None:
    assert suggested(client, "Cod Clus", as_of="2016-08-17") == []
    (row,) = suggested(client, "Cod Clus", as_of="2021-06-01")

    assert row["html_url"] == "http://testserver/klynger/cod-cluster/?as_of=2021-06-01"


@pytest.mark.parametrize("text", ["915453929", "915 453 929", "9154", "915\u00a0453 9"])
def test_number_or_its_beginning_suggests_the_organisation(client: Client, text: str) -> None:
    (row,) = suggested(client, text)

    assert (row["type"], row["name"], row["organisation_number"]) == (
        "organisation",
        "GCE NODE Service AS",
        "915453929",
    )
    assert row["html_url"] == f"http://testserver/virksomheter/{row['id']}/"


@pytest.mark.parametrize(
    "text", ["gceocean.no", "gceocean.n", "https://www.gceocean.no/", "HTTP://GCEOCEAN.NO/om/oss?x=1"]
)
def test_web_domain_suggests_its_record(client: Client, text: str) -> None:
    assert [row["slug"] for row in suggested(client, text) if row["type"] == "cluster"] == ["gce-ocean-technology"]


def test_merged_organisation_leads_to_what_it_became(client: Client) -> None:
    today = Organisation.objects.create(name="Fjordkraft Ålesund AS")
    between = Organisation.objects.create(name="Sunnmørskraft AS", merged_into=today)
    Organisation.objects.create(name="Sunnmørsenergi AS", merged_into=between)

    (row,) = suggested(client, "sunnmors")

    assert (row["id"], row["matched"], row["matched_kind"]) == (today.pk, "Sunnmørskraft AS", "former")


def test_former_name_of_an_organisation_suggests_it(client: Client) -> None:
    organisation = Organisation.objects.get(organisation_number="915453929")
    OrganisationName.objects.create(organisation=organisation, name="Sørlandets Borenettverk", until_year=2013)

    for text in ("sørlandets bore", "borenett"):
        (row,) = suggested(client, text)
        assert (row["id"], row["matched"], row["matched_kind"]) == (
            organisation.pk,
            "Sørlandets Borenettverk",
            "former",
        )


@pytest.mark.parametrize(
    "query", ["", "q=", "q=n", "q=%20n%20", "q=!!!", "q=%C2%AB%C2%BB--%25", "q=':*%26!<->", "q=zzzz"]
)
def test_too_little_or_nothing_that_matches_has_no_results(client: Client, query: str) -> None:
    assert client.get(f"{API}/suggest/?{query}").json() == {"results": []}


@pytest.mark.parametrize("text", ["o'hara", "a:*", "50%", "nce_", "\\x", "12 34", "aa", "æ ø", "x" * 200, "a " * 100])
def test_odd_text_breaks_nothing(client: Client, text: str) -> None:
    assert isinstance(suggested(client, text), list)


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("qq=sub", "qq", "q"),
        ("q=sub&asof=2016-08-17", "asof", "as_of"),
        ("q=sub&page=2", "page", "page_size"),
        ("q=sub&page_size=21", "page_size", None),
        ("q=sub&page_size=0", "page_size", None),
        ("q=sub&as_of=i+fjor", "as_of", None),
        ("q=sub%00", "q", None),
        ("q=%FF%FE", "q", None),
        ("q=a&q=b", "q", None),
        (f"q={'å' * 10_000}", "q", None),
    ],
)
def test_fault_of_the_query_string_is_named(client: Client, query: str, parameter: str, nearest: str | None) -> None:
    fault = problem(client, f"/suggest/?{query}", 400)

    assert [(error["parameter"], error["nearest"]) for error in fault["errors"]] == [(parameter, nearest)]


def test_seven_are_given_or_as_many_as_are_asked_for(client: Client) -> None:
    assert len(suggested(client, "no")) == 7
    assert len(suggested(client, "no", page_size=20)) == 20
    assert len(suggested(client, "no", page_size=1)) == 1


def test_every_answer_is_as_the_schema_says(client: Client, schema: Any) -> None:
    answer = validator(schema, f"{API}/suggest/")
    parts = schema["components"]["schemas"]
    seen = set()

    for text in ("ocean", "tr", "nce sub", "sintef", "våler", "9154"):
        page = client.get(f"{API}/suggest/", {"q": text, "page_size": 20}).json()
        answer.validate(page)
        for row in page["results"]:
            seen.add(row["type"])
            assert set(row) == set(parts[f"{row['type'].capitalize()}Suggestion"]["properties"])

    assert seen == {"cluster", "organisation", "region", "sector"}


def test_answer_has_the_frame_of_the_api(client: Client) -> None:
    first = client.get(f"{API}/suggest/?q=sub")
    again = client.get(f"{API}/suggest/?q=sub", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert client.options(f"{API}/suggest/").status_code == 204
    assert client.post(f"{API}/suggest/").status_code == 405
