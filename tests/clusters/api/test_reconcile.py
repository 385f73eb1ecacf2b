"""The reconciliation service, asked as OpenRefine asks it."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from clusters.choices import Publication
from clusters.models import Cluster, Organisation, OrganisationIdentifier
from tests.clusters.api.reading import API, get

pytestmark = pytest.mark.django_db
SERVICE = f"{API}/reconcile/"
NUMBER = "882774562"

TEXT = {"type": "string"}
TYPE = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
WITH_ID = {"type": "string", "pattern": r"\{\{id\}\}"}
PLACE = {"type": "object", "properties": {"service_url": TEXT, "service_path": TEXT}}
#: What version 0.2 of the specification asks of a manifest and of results, said anew for these tests.
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        **dict.fromkeys(("name", "identifierSpace", "schemaSpace", "documentation"), TEXT),
        "defaultTypes": {"type": "array", "items": TYPE, "uniqueItems": True},
        "view": {"type": "object", "required": ["url"], "properties": {"url": WITH_ID}},
        "preview": {
            "type": "object",
            "required": ["url", "width", "height"],
            "properties": {"url": WITH_ID, "width": {"type": "integer"}, "height": {"type": "integer"}},
        },
        "suggest": {"type": "object", "properties": dict.fromkeys(("entity", "property", "type"), PLACE)},
        "extend": {
            "type": "object",
            "properties": {"propose_properties": PLACE, "property_settings": {"type": "array"}},
        },
    },
}
CANDIDATE = {
    "type": "object",
    "required": ["id", "name", "score", "match", "type"],
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "description": TEXT,
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "type": {"type": "array", "items": TYPE},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "value"],
                "properties": {"id": TEXT, "value": {"type": ["number", "boolean"]}},
            },
        },
    },
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
    },
}


#: As jQuery asks in the page of OpenRefine (recon-manager.js, suggest-4_3a.js, extend-data-preview-dialog.js).
IN_BROWSER = {
    "Accept": "application/json, text/javascript, */*; q=0.01",
    "Origin": "http://127.0.0.1:3333",
    "Sec-Fetch-Mode": "cors",
}
#: As its server does (HttpClient.java): no Accept, and redirects that would make a GET of a POST.
ON_SERVER = {"User-Agent": "OpenRefine 3.9.3 [1fd5b7e]", "Accept-Encoding": "gzip, x-gzip, deflate"}
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


def sent(client: Client, name: str, value: Any, address: str = SERVICE) -> Any:
    """What OpenRefine's server is answered: one field of a form, with JSON as Jackson writes it."""
    field = quote_plus(json.dumps(value, ensure_ascii=False, separators=(",", ":")), safe="*")
    response = client.post(address, f"{name}={field}", content_type=FORM, headers=ON_SERVER)
    assert response.status_code == 200, response.content.decode()
    return response


def reconcile(client: Client, queries: dict[str, Any], address: str = SERVICE) -> dict[str, list[dict[str, Any]]]:
    """A batch."""
    response = sent(client, "queries", queries, address)
    Draft202012Validator(RESULTS).validate(response.json())
    return {name: found["result"] for name, found in response.json().items()}


def one(client: Client, text: str, **more: Any) -> list[dict[str, Any]]:
    return reconcile(client, {"q0": {"query": text, **more}})["q0"]


def refused(client: Client, **asked: str) -> dict[str, Any]:
    response = client.post(SERVICE, asked)
    assert response.status_code == 400, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.json()["errors"][0]  # type: ignore[no-any-return]


def test_manifest_is_as_the_specification_asks_and_its_addresses_answer(client: Client) -> None:
    response = client.get(SERVICE, headers={"Origin": "http://127.0.0.1:3333"})
    manifest = response.json()

    Draft202012Validator(MANIFEST).validate(manifest)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    for place in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(place["service_url"] + place["service_path"], {"prefix": "c"}).status_code == 200
    cluster = Cluster.objects.get(slug="gce-node")
    for address in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert client.get(address.replace("{{id}}", f"cluster-{cluster.pk}")).status_code in (200, 303)


@pytest.mark.parametrize("address", [SERVICE, SERVICE.removesuffix("/")])
def test_openrefine_is_answered_from_adding_the_service_to_new_columns(client: Client, address: str) -> None:
    manifest = client.get(address, headers=IN_BROWSER)
    service = manifest.json()
    assert (manifest.status_code, manifest["Access-Control-Allow-Origin"]) == (200, "*")

    # The types of a column are guessed from its first ten different cells.
    cells = [
        "GCE NODE",
        "NCE Subsea",
        "Oslo Cancer Cluster",
        "arena",
        "Sjømat & «hav» + 100 %",
        "NCE Eyde",
        "a",
        "b",
        "c",
    ]
    guesses = reconcile(client, {f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(cells)}, address)
    assert [guesses[name][0]["name"] for name in ("q0", "q1", "q2")] == [
        "GCE NODE",
        "GCE Ocean Technology",
        "Oslo Cancer Cluster",
    ]
    assert guesses["q0"][0]["type"] == [{"id": "Cluster", "name": "Cluster"}]
    assert all(len(rows) <= 3 for rows in guesses.values())

    # Then the column, ten rows at a time or as many as the service takes, with the columns that are compared.
    beside = [{"pid": "region", "v": "Bergen"}, {"pid": "tier", "v": {"id": "x", "name": "gce"}}]
    query = {"query": "nce subsea", "type": "Cluster", "type_strict": "should", "properties": beside}
    for size in (10, service["batchSize"]):
        batch = reconcile(client, {f"q{n}": query for n in range(size)}, address)
        assert [batch[f"q{n}"][0]["name"] for n in range(size)] == ["GCE Ocean Technology"] * size
    matched = batch["q0"][0]["id"]

    # A candidate under the pointer is shown in a frame, a click leads to its page.
    shown = client.get(service["preview"]["url"].replace("{{id}}", matched), headers={"Sec-Fetch-Dest": "iframe"})
    assert (shown.status_code, "X-Frame-Options" in shown.headers) == (200, False)
    assert client.get(service["view"]["url"].replace("{{id}}", matched)).status_code == 303

    # Whoever types instead; a column that was matched without a type has none to send.
    typed = {"prefix": "nce sub", "type": "", "type_strict": "any", "spell": "always", "prefixed": "true"}
    place = service["suggest"]["entity"]
    found = client.get(place["service_url"] + place["service_path"], typed, headers=IN_BROWSER)
    assert (found.json()["result"][0]["id"], found["Access-Control-Allow-Origin"]) == (matched, "*")

    # Columns out of what was matched.
    place = service["extend"]["propose_properties"]
    proposed = client.get(f"{place['service_url']}{place['service_path']}?type=", headers=IN_BROWSER).json()
    properties = [{"id": row["id"]} for row in proposed["properties"] if row["id"] in {"tier", "website"}]
    answer = sent(client, "extend", {"ids": [matched], "properties": properties}, address).json()
    assert answer["rows"][matched]["tier"] == [{"str": "gce"}]
    assert {row["id"] for row in answer["meta"]} == {"tier", "website"}
    assert all({"id", "name"} <= set(row) for row in answer["meta"])


def test_what_openrefine_sends_where_json_fails_is_refused_by_name(client: Client) -> None:
    """It falls back on a script of the answer, which it never needs here: the answer as JSON may be read anywhere."""
    script = {"callback": "jQuery361015_1700000000000", "_": "1700000000001"}

    refusal = client.get(SERVICE, script, headers={"Sec-Fetch-Dest": "script"})

    assert refusal.status_code == 400
    assert refusal.json()["errors"][0]["parameter"] == "callback"
    assert refusal["X-Content-Type-Options"] == "nosniff"


def test_former_name_is_a_match_that_says_so(client: Client) -> None:
    best = one(client, "nce subsea", type="Cluster", type_strict="should")[0]

    assert (best["name"], best["match"]) == ("GCE Ocean Technology", True)
    assert 90 < best["score"] < 100
    assert {"id": "former_name", "value": True} in best["features"]


def test_number_names_its_organisation_however_it_is_written(client: Client) -> None:
    organisation = Organisation.objects.get(organisation_number=NUMBER)

    for written in (NUMBER, "882 774 562", "NO 882 774 562 MVA"):
        best = one(client, written)[0]
        assert (best["id"], best["score"], best["match"]) == (f"organisation-{organisation.pk}", 100, True)


def test_identifier_of_another_register_names_its_organisation(client: Client) -> None:
    row = OrganisationIdentifier.objects.filter(scheme="ror").first()
    assert row is not None

    for written in (row.value, f"https://ror.org/{row.value}"):
        best = one(client, written)[0]
        assert (best["id"], best["match"]) == (f"organisation-{row.organisation_id}", True)


def test_legal_form_and_letters_make_no_difference(client: Client) -> None:
    organisation = Organisation.objects.create(name="Tromsø Blåskjell og Sjømat AS")
    for written in ("Tromsø blåskjell og sjømat", "TROMSO BLASKJELL OG SJOMAT A.S", "Tromsoe Blåskjell og Sjømat AS"):
        best = one(client, written, type="Organisation")[0]
        assert (best["id"], best["match"]) == (f"organisation-{organisation.pk}", True), written


def test_mistyped_name_is_found_and_never_certain(client: Client) -> None:
    best = one(client, "Oslo Canser Cluster", type="Cluster")[0]

    assert (best["name"], best["match"]) == ("Oslo Cancer Cluster", False)
    assert 60 < best["score"] < 90


def test_two_of_a_name_are_told_apart_by_the_other_columns_and_never_by_chance(client: Client) -> None:
    first, second = (Organisation.objects.create(name="Nordlys Havbruk AS", website=site) for site in SITES)

    alone = one(client, "Nordlys Havbruk")
    told = one(client, "Nordlys Havbruk", properties=[{"pid": "website", "v": "www.nordlys-to.no"}])

    assert {row["id"] for row in alone[:2]} == {f"organisation-{first.pk}", f"organisation-{second.pk}"}
    assert [row["match"] for row in alone[:2]] == [False, False]
    assert (told[0]["id"], told[0]["match"]) == (f"organisation-{second.pk}", True)
    assert told[0]["score"] > told[1]["score"]


SITES = ("https://nordlys-en.no", "https://www.nordlys-to.no/om")


def test_columns_of_openrefine_are_compared_in_their_own_shapes(client: Client) -> None:
    cluster = one(
        client,
        "gce ocean technology",
        properties=[{"pid": "region", "v": {"id": "Q1", "name": "Bergen"}}, {"pid": "tier", "v": ["gce", "nce"]}],
    )[0]
    number = one(client, "noe helt annet", properties=[{"pid": "organisation-number", "v": 882774562.0}])[0]
    contradicted = one(client, "GCE NODE", type="Cluster", properties=[{"pid": "tier", "v": "arena"}])[0]

    assert (cluster["score"], cluster["match"]) == (100, True)
    assert {"id": "tier", "value": True} in cluster["features"]
    assert (number["match"], number["score"]) == (True, 100)
    assert (contradicted["name"], contradicted["match"]) == ("GCE NODE", False)


def test_batch_costs_as_many_statements_as_one_query(client: Client) -> None:
    names = list(Organisation.objects.filter(merged_into=None).order_by("pk").values_list("name", flat=True)[:40])
    with CaptureQueriesContext(
        connection,
    ) as of_one:
        one(client, names[0])
    with CaptureQueriesContext(connection) as of_forty:
        found = reconcile(client, {f"q{number}": {"query": name} for number, name in enumerate(names)})

    assert len(of_forty) <= len(of_one) + 4
    best = [found[f"q{number}"][0]["name"] for number in range(len(names))]
    assert best == names


def test_what_names_nobody_has_no_candidates(client: Client) -> None:
    found = reconcile(client, {"q0": {"query": ""}, "q1": {"query": "?!"}, "q2": {"query": "x" * 5000}})

    assert found == {"q0": [], "q1": [], "q2": []}
    assert reconcile(client, {}) == {}


def test_hidden_clusters_and_merged_organisations_are_nowhere(client: Client) -> None:
    cluster = Cluster.objects.get(slug="gce-node")
    Cluster.objects.filter(pk=cluster.pk).update(publication=Publication.DRAFT)
    kept, gone = (Organisation.objects.create(name=name) for name in ("Fjordheim Sjø", "Fjordheim Hav"))
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)
    ids = [f"cluster-{cluster.pk}", f"organisation-{gone.pk}"]

    found = {row["id"] for name in ("GCE NODE", "Fjordheim Hav") for row in one(client, name)}
    extended = client.get(SERVICE, {"extend": json.dumps({"ids": ids, "properties": [{"id": "website"}]})}).json()

    assert not found & set(ids)
    assert extended["rows"] == {identity: {"website": []} for identity in ids}
    for identity in ids:
        assert client.get(f"{SERVICE}preview/", {"id": identity}).status_code == 404
        assert client.get(f"{SERVICE}view/", {"id": identity}).status_code == 404


def test_rows_are_extended_with_what_openrefine_offers(client: Client) -> None:
    offered = get(client, "/reconcile/properties/", {"type": "Organisation", "limit": "64"})
    organisation = Organisation.objects.get(organisation_number=NUMBER)
    cluster = Cluster.objects.get(slug="gce-node")
    asked: dict[str, Any] = {
        "ids": [f"organisation-{organisation.pk}", f"cluster-{cluster.pk}"],
        "properties": [{"id": row["id"]} for row in offered["properties"]] + [{"id": "tier"}],
    }

    answer = client.post(SERVICE, {"extend": json.dumps(asked)}).json()

    assert [row["id"] for row in answer["meta"]] == [row["id"] for row in asked["properties"]]
    row = answer["rows"][asked["ids"][0]]
    assert row["organisation-number"] == [{"str": NUMBER}]
    assert row["tier"] == []
    assert isinstance(row["cluster-count"][0]["int"], int)
    assert answer["rows"][asked["ids"][1]]["tier"] == [{"str": "gce"}]


def test_typing_is_answered_with_entities_types_and_properties(client: Client) -> None:
    entities = get(client, "/reconcile/suggest/entity/", {"prefix": "nce sub", "type_strict": "any", "_": "1"})[
        "result"
    ]

    assert entities[0]["name"] == "GCE Ocean Technology"
    assert entities[0]["id"].startswith("cluster-")
    assert get(client, "/reconcile/suggest/type/", {"prefix": "org"})["result"][0]["id"] == "Organisation"
    assert get(client, "/reconcile/suggest/property/", {"prefix": "number"})["result"][0]["id"] == "organisation-number"


def test_preview_alone_may_stand_in_a_frame(client: Client) -> None:
    organisation = Organisation.objects.get(organisation_number=NUMBER)
    preview_of = {"id": f"organisation-{organisation.pk}"}
    preview = client.get(f"{SERVICE}preview/", preview_of)
    policy = preview.headers["Content-Security-Policy"]

    assert organisation.name in preview.content.decode()
    assert f'href="/virksomheter/{organisation.pk}/"' in preview.content.decode()
    english = client.get(f"{SERVICE}preview/", preview_of, headers={"Accept-Language": "en-GB"})
    assert f'href="/en/organisations/{organisation.pk}/"' in english.content.decode()
    cluster = {"id": f"cluster-{Cluster.objects.get(slug='gce-ocean-technology').pk}"}
    of_cluster = client.get(f"{SERVICE}preview/", cluster, headers={"Accept-Language": "nb"}).content.decode()
    assert "Klynge, Bergen" in of_cluster
    assert "Slutt ikke bekreftet" in of_cluster
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in preview.headers
    page = client.get(f"/virksomheter/{organisation.pk}/")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("asked", "parameter", "near"),
    [
        ({"queries": "{"}, "queries", None),
        ({"queries": "[]"}, "queries", None),
        ({"queries": '{"q0": 1}'}, "queries.q0", None),
        ({"queries": '{"q0": {"query": 1}}'}, "queries.q0.query", None),
        ({"queries": '{"q0": {"query": "a", "limit": "many"}}'}, "queries.q0.limit", None),
        ({"queries": '{"q0": {"query": "a", "type": "Organization"}}'}, "queries.q0.type", "Organisation"),
        ({"queries": '{"q0": {"query": "a", "properties": [{"pid": "webside", "v": 1}]}}'}, None, "website"),
        ({"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(101)})}, "queries", None),
        ({"queries": "[" * 5000}, "queries", None),
        ({"extend": '{"ids": "a", "properties": []}'}, "extend.ids", None),
        ({"extend": '{"ids": [], "properties": [{"id": "teir"}]}'}, "extend.properties", "tier"),
        ({"querys": "{}"}, "querys", "queries"),
        ({"queries": "{}", "callback": "jsonp"}, "callback", None),
    ],
)
def test_unreadable_batch_is_refused_by_name(
    client: Client, asked: dict[str, str], parameter: str | None, near: str | None
) -> None:
    fault = refused(client, **asked)

    assert parameter in (None, fault["parameter"])
    assert fault["nearest"] == near
    assert fault["detail"]
