from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from clusters.statistics.declared import BY_NAME, FIGURES
from tests.clusters.api.reading import API, get, problem

pytestmark = pytest.mark.django_db
DAY = {"as_of": "2016-08-17"}


def validator(client: Client, path: str) -> Any:
    schema = get(client, "/schema/")
    answer = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**answer, "components": schema["components"]})


def figure(client: Client, name: str) -> Any:
    region = {} if BY_NAME[name].is_general else {"region": "15"}
    return get(client, f"/statistics/{name}/", {**region, **DAY})


def test_statistics_answer_as_the_schema_says(client: Client) -> None:
    validator(client, f"{API}/statistics/").validate(get(client, "/statistics/", DAY))


@pytest.mark.parametrize("name", [figure.name for figure in FIGURES])
def test_each_figure_answers_as_the_schema_says(client: Client, name: str) -> None:
    validator(client, f"{API}/statistics/{{key}}/").validate(figure(client, name))


def test_every_figure_is_in_the_answer_or_has_its_address_there(client: Client) -> None:
    answer = get(client, "/statistics/", DAY)
    addresses = [row["url"] for row in [*answer["figures"], *answer["more_figures"]]]

    assert len(addresses) == sum(figure.is_general for figure in FIGURES)
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_a_number_comes_with_the_question_that_gives_its_rows(client: Client) -> None:
    rows = {row["code"]: row for row in figure(client, "clusters-by-tier")["rows"]}
    cell = rows["gce"]["cells"][0]

    assert (cell["value"], cell["query"]) == (3, "tier=gce&status=active&as_of=2016-08-17")
    assert client.get(cell["url"]).json()["count"] == 3


def test_texts_are_in_both_languages(client: Client) -> None:
    found = figure(client, "clusters-by-tier")

    assert found["title"] == {"nb": "Klynger etter nivå", "en": "Clusters by tier"}
    assert found["finding"]["nb"].startswith("42 klynger var med i programmet 17. august 2016")
    assert found["finding"]["en"].startswith("42 clusters were in the programme on 17 August 2016")


def test_page_and_citation_of_a_figure_answer(client: Client) -> None:
    found = figure(client, "clusters-by-year")

    assert client.get(found["html_url"]).status_code == 200
    assert client.get(found["citation"]).status_code == 200


def test_published_figures_stand_beside_counted_ones_with_the_reason(client: Client) -> None:
    published = {(row["as_of"], row["measure"]): row for row in get(client, "/statistics/", DAY)["published"]}
    row = published["2016-08-17", "clusters"]

    assert (row["published"], row["counted"], row["assumed"]) == (39, 42, 26)
    assert row["gap"]["en"].startswith("The registry counts more than the 39.")


def test_what_does_not_exist_is_refused_with_the_nearest(client: Client) -> None:
    assert "clusters-by-tier" in problem(client, "/statistics/cluster-by-tier/", 404)["detail"]
    assert problem(client, "/statistics/?as_off=2016-08-17", 400)["errors"][0]["nearest"] == "as_of"
    assert problem(client, "/clusters/?entered=2031", 400)["errors"][0]["parameter"] == "entered"
