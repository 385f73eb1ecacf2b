"""Reading the API in tests."""

from typing import Any

from django.test import Client

API = "/api/v1"
BERGEN = {"arena-kunnskapsbyen", "gce-ocean-technology"}


def get(client: Client, path: str, query: dict[str, Any] | None = None) -> Any:
    """The answer of the API as data; the test fails on anything but 200."""
    response = client.get(f"{API}{path}", query or {})
    assert response.status_code == 200, response.content.decode()
    return response.json()


def problem(client: Client, path: str, status: int) -> Any:
    """The problem details of a request that cannot be answered."""
    response = client.get(f"{API}{path}")
    assert response.status_code == status, response.content.decode()[:300]
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.json()


def walk(client: Client, address: str | None) -> list[Any]:
    """Every row of a list, page by page along ``next``."""
    rows: list[Any] = []
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.content.decode()[:300]
        page = response.json()
        rows += page["results"]
        address = page["next"]
    return rows


def slugs(rows: list[Any]) -> list[str]:
    """The slugs of the rows, in order."""
    return [row["slug"] for row in rows]
