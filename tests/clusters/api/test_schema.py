from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator
from playwright.sync_api import Page

from tests.clusters.api.reading import API, get

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client: Client) -> Any:
    return get(client, "/schema/")


def validator(schema: Any, path: str, status: str = "200", media_type: str = "application/json") -> Any:
    answer = schema["paths"][path]["get"]["responses"][status]["content"][media_type]["schema"]
    whole = {**answer, "components": schema["components"]}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


OTHERS = {f"{API}/{name}" for name in ("", "changes/", "snapshots/", "suggest/", "statistics/")}


def listed(schema: Any) -> Iterator[str]:
    """The lists of records; changes, suggestions and statistics have tests of their own."""
    return (path for path in schema["paths"] if path.count("/") == 4 and path not in OTHERS)


def test_schema_is_valid_openapi(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--lang", "en", "--file", str(tmp_path / "schema.yml"))


def test_schema_is_the_same_in_both_languages(client: Client) -> None:
    norwegian = client.get(f"{API}/schema/", headers={"Accept-Language": "nb"})
    english = client.get(f"{API}/schema/", headers={"Accept-Language": "en"})

    assert norwegian.json() == english.json()
    assert norwegian.json()["openapi"] == "3.1.0"


def test_every_list_answers_as_the_schema_says(client: Client, schema: Any) -> None:
    paths = list(listed(schema))
    assert len(paths) == 14

    for path in paths:
        validator(schema, path).validate(client.get(f"{path}?page_size=500").json())


def test_every_record_answers_as_the_schema_says(client: Client, schema: Any) -> None:
    for path in listed(schema):
        rows = client.get(f"{path}?page_size=25").json()["results"]
        record = validator(schema, f"{path}{{key}}/")
        for row in rows:
            record.validate(client.get(row["url"]).json())


def test_answers_say_nothing_that_the_schema_does_not(client: Client, schema: Any) -> None:
    for path in listed(schema):
        rows = client.get(path).json()["results"]
        # No source that the bundle is made of tells of projects.
        assert bool(rows) != (path == f"{API}/projects/"), path
        answer = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        page = schema["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
        name = page["properties"]["results"]["items"]["$ref"].rpartition("/")[2]
        fields = set(schema["components"]["schemas"][name]["properties"])
        assert [set(row) for row in rows[:1]] == [fields] * len(rows[:1])


def test_problems_are_as_the_schema_says(client: Client, schema: Any) -> None:
    refused = validator(schema, f"{API}/clusters/", "400", "application/problem+json")
    missing = validator(schema, f"{API}/clusters/{{key}}/", "404", "application/problem+json")

    refused.validate(client.get(f"{API}/clusters/?teir=gce").json())
    missing.validate(client.get(f"{API}/clusters/gce-nod/").json())


def test_every_parameter_of_the_schema_is_taken(client: Client, schema: Any) -> None:
    examples = {"as_of": "2016-08-17", "cluster": "gce-node", "organisation": "915453929", "q": "hav", "region": "46"}
    examples |= {"sector": "ocean", "tier": "gce", "page": "1", "page_size": "5", "level": "county", "cursor": "*"}
    examples |= {"moved": "arena~nce", "member_of": "gce-node~nce-eyde", "updated_since": "2020-01-01T00:00:00Z"}
    examples |= {"entered": "2014", "owner": "innovasjon-norge", "year": "2020", "indicator": "employees"}
    for path in listed(schema):
        for parameter in schema["paths"][path]["get"]["parameters"]:
            form = parameter["schema"].get("items", parameter["schema"])
            value = examples.get(parameter["name"]) or form["enum"][0]
            response = client.get(path, {parameter["name"]: value})
            assert response.status_code == 200, (path, parameter["name"], response.content)


@pytest.mark.browser
def test_documentation_works_under_the_content_policy_with_nothing_from_outside(page: Page) -> None:
    page.goto(f"{API}/docs/")
    page.wait_for_selector("#operations-clusters-clusters_list")

    page.click("#operations-clusters-clusters_list .opblock-summary-control")
    page.click("#operations-clusters-clusters_list .try-out__btn")
    page.click("#operations-clusters-clusters_list .execute")

    page.wait_for_selector(".live-responses-table .response-col_status >> text=200")
