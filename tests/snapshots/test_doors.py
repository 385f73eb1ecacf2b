"""Snapshots in the API: the list, the files whole and in part, and what is said of those that are not there."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tests.clusters.api.reading import API, get, problem
from tests.clusters.api.test_linked import conforms, turtle
from tests.snapshots.taking import fetched, files, take

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = "2015-01-01T000000Z"


@pytest.fixture
def client(client: Client, capsys: Any, few: None) -> Client:  # noqa: ARG001 (what is taken)
    """After a snapshot was taken."""
    take(capsys, "--formats", "csv")
    return client


def test_snapshots_are_listed_as_the_schema_says(client: Client) -> None:
    schema = get(client, "/schema/")
    for path, place in (("/snapshots/", "/snapshots/"), ("/snapshots/{key}/", "/snapshots/latest/")):
        answer = schema["paths"][f"{API}{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**answer, "components": schema["components"]}).validate(get(client, place))
    (row,) = get(client, "/snapshots/")["results"]
    assert get(client, "/")["snapshots"] == f"http://testserver{API}/snapshots/"
    assert client.get(row["resume"]).json()["results"] == []
    assert client.get(row["url"]).json() == row


def test_a_file_comes_whole_or_in_part_and_may_be_kept_for_ever(client: Client) -> None:
    url = files(client)["clusters.csv.gz"]["url"]
    whole = fetched(client, url)
    answer = client.head(url)
    assert answer.headers["Content-Type"] == "application/gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clusters.csv.gz"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert int(answer.headers["Content-Length"]) == len(whole)

    size = len(whole)
    for asked, part in (
        ("bytes=0-0", whole[:1]),
        ("bytes=10-19", whole[10:20]),
        (f"bytes={size - 5}-", whole[-5:]),
        ("bytes=-7", whole[-7:]),
        (f"bytes=5-{size * 2}", whole[5:]),
    ):
        found: Any = client.get(url, headers={"Range": asked})
        assert (found.status_code, found.getvalue()) == (206, part), asked
        assert found.headers["Content-Range"].endswith(f"/{size}")
    for ignored in ("bytes=-", "lines=0-1", "bytes=0-1,3-4", "bytes=a-b"):
        assert fetched(client, url, {"Range": ignored}) == whole, ignored
    assert fetched(client, url, {"Range": "bytes=0-1", "If-Range": '"another"'}) == whole
    for beyond in (f"bytes={size}-", "bytes=5-4", "bytes=-0"):
        found = client.get(url, headers={"Range": beyond})
        assert (found.status_code, found.json()["status"]) == (416, 416)
        assert found.headers["Content-Range"] == f"bytes */{size}"


def test_latest_leads_to_the_newest_and_a_missing_one_is_told_why(client: Client) -> None:
    newest = get(client, "/snapshots/latest/")["name"]
    moved = client.get(f"{API}/snapshots/latest/clusters.csv.gz")
    assert (moved.status_code, moved.headers["Location"]) == (
        302,
        f"http://testserver{API}/snapshots/{newest}/clusters.csv.gz",
    )
    assert "latest" in problem(client, f"/snapshots/{LONG_AGO}/", 410)["detail"]
    assert "latest" in problem(client, f"/snapshots/{LONG_AGO}/clusters.csv.gz", 410)["detail"]
    assert "clusters.csv.gz" in problem(client, "/snapshots/latest/cluster.csv.gz", 404)["detail"]
    for missing in ("/snapshots/2999-01-01T000000Z/", "/snapshots/nyeste/", f"/snapshots/{newest}/.lock"):
        problem(client, missing, 404)
    assert problem(client, "/snapshots/?page=2", 400)["errors"][0]["parameter"] == "page"


def test_the_files_stand_in_the_catalogue_with_their_size(client: Client) -> None:
    graph = {node["@id"]: node for node in client.get("/data/catalogue.jsonld").json()["@graph"]}
    catalogue = "http://testserver/data/catalogue"
    told = get(client, "/snapshots/latest/")

    for entry in told["files"]:
        node = graph[f"{catalogue}#snapshots-{entry['path']}"]
        assert node["dcat:downloadURL"] == {"@id": entry["url"]}
        content = fetched(client, entry["url"])
        assert node["dcat:byteSize"]["@value"] == str(len(content))
        assert node["dct:modified"]["@value"] == told["created_at"]
        assert node["dct:format"]["@id"].endswith(
            {"csv": "/file-type/CSV", "jsonl": "/file-type/JSON"}[entry["format"]]
        )
        resource = entry["resource"].partition("_")[0]
        assert {"@id": node["@id"]} in graph[f"{catalogue}#{resource}"]["dcat:distribution"]
    assert conforms(turtle(client, "/data/catalogue")) == (True, "Validation Report\nConforms: True\n")
    known = {"If-None-Match": client.get("/data/catalogue.jsonld")["ETag"]}
    assert client.get("/data/catalogue.jsonld", headers=known).status_code == 304
