import pytest
from django.test import Client
from rest_framework.exceptions import UnsupportedMediaType

from clusters.api.views import ClusterViews
from config.problems import problem_response
from tests.clusters.api.reading import API, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("teir=gce", "teir", "tier"),
        ("tier=gcee", "tier", "gce"),
        ("sector=oceans", "sector", "ocean"),
        ("tier=arenapro", "tier", "arena-pro"),
        ("status=activ", "status", "active"),
        ("ordering=names", "ordering", "name"),
        ("as_of=17.08.2016", "as_of", None),
        ("organisation=abc", "organisation", None),
        ("organisation=99999999999999999999", "organisation", None),
        ("format=xml", "format", None),
        ("page=0", "page", None),
        ("page=abc", "page", None),
        ("page_size=501", "page_size", None),
        ("page=1&page=2", "page", None),
        ("q=a&q=b", "q", None),
        ("q=%00", "q", None),
        ("tier=%00", "tier", None),
        ("%00=1", "\x00", None),
        ("q=%FF", "q", None),
        (f"q={'å' * 10_000}", "q", None),
    ],
)
def test_fault_of_the_query_string_is_named_with_the_way_out(
    client: Client, query: str, parameter: str, nearest: str | None
) -> None:
    fault = problem(client, f"/clusters/?{query}", 400)

    assert (fault["type"], fault["title"], fault["status"]) == ("about:blank", "Bad Request", 400)
    assert [(error["parameter"], error["nearest"]) for error in fault["errors"]] == [(parameter, nearest)]
    assert parameter in fault["detail"]
    assert nearest is None or f"Did you mean “{nearest}”?" in fault["detail"]


def test_every_fault_is_named_at_once(client: Client) -> None:
    fault = problem(client, "/clusters/?teir=gce&status=activ", 400)

    assert {error["parameter"] for error in fault["errors"]} == {"teir", "status"}


def test_page_beyond_the_last_names_the_last(client: Client) -> None:
    fault = problem(client, "/clusters/?page=999999&page_size=30", 404)

    assert fault["detail"] == "There is no page 999999: the last page is 3."
    assert fault["errors"][0]["nearest"] == "3"


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/clusters/gce-nod/", "gce-node"),
        ("/tiers/gc/", "gce"),
        ("/regions/vestland/", "“46”"),
        ("/cluster/", "/api/v1/clusters/"),
        ("/x/y/z", ""),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest(client: Client, path: str, nearest: str) -> None:
    fault = problem(client, path, 404)

    assert nearest in fault["detail"]


def test_problems_are_english_whatever_the_reader_prefers(client: Client) -> None:
    response = client.get(f"{API}/clusters/?page=x", headers={"Accept-Language": "nb"})

    assert response.json()["detail"] == "page: Enter a whole number."
    assert response.headers["Content-Language"] == "en"


def test_forgotten_slash_is_mended(client: Client) -> None:
    response = client.get(f"{API}/clusters?tier=gce")

    assert response.status_code == 301
    assert response.headers["Location"].endswith("/api/v1/clusters/?tier=gce")


def test_only_reading_is_allowed(client: Client) -> None:
    response = client.post(f"{API}/clusters/", {"name": "x"})

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["status"] == 405


def test_who_cannot_take_what_is_given_is_told_what_that_is(client: Client) -> None:
    response = client.get(f"{API}/clusters/", headers={"Accept": "image/png"})

    assert response.status_code == 406
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "application/json" in response.json()["detail"]


def test_what_nobody_can_read_is_refused_with_what_can_be_read() -> None:
    error = UnsupportedMediaType("text/csv")

    response = problem_response(error, {"view": ClusterViews()})

    assert response
    assert response.status_code == 415
    assert response.data["detail"].endswith(" Send application/json.")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/clusters/", {"Host": "evil.example"}, 400),
        ("/clusters/", {"Host": "a b"}, 400),
        (f"/clusters/?q={'a' * 5000}", {}, 400),
        (f"/{'a' * 5000}/", {}, 404),
        ("/%ff%00/", {}, 404),
        ("/clusters/../../etc/passwd", {}, 404),
    ],
)
def test_malformed_requests_are_answered_as_problems_other_sites_can_read(
    client: Client, path: str, headers: dict[str, str], status: int
) -> None:
    response = client.get(f"{API}{path}", headers=headers)

    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_fault_of_ours_is_a_problem_that_says_nothing_of_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(ClusterViews, "list", break_down)
    client.raise_request_exception = False

    response = client.get(f"{API}/clusters/")

    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "trace"])
def test_where_there_is_nothing_no_method_helps(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{API}/nowhere/").status_code == 404


def test_more_parameters_than_anyone_needs_are_refused(client: Client) -> None:
    many = "&".join(f"region={n:04}" for n in range(1200))

    assert problem(client, f"/clusters/?{many}", 400)["status"] == 400


@pytest.mark.parametrize("key", ["%00", "%FF", "a%20b", "9" * 30, "…"])
def test_keys_that_cannot_be_are_simply_not_there(client: Client, key: str) -> None:
    for name in ("clusters", "organisations", "memberships", "regions", "tiers"):
        assert client.get(f"{API}/{name}/{key}/").status_code == 404
