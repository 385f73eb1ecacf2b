"""Taking snapshots in tests, and reading them the way anybody would: through the API."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client

from tests.clusters.api.reading import get

#: What Django's test client calls the host.
SITE = "http://testserver/"


def take(capsys: Any, *options: str) -> str:
    """Run the command; what it says at the end."""
    call_command("export_snapshot", "-v0", "--site", SITE, *options)
    return str(capsys.readouterr().out).strip()


def fetched(client: Client, url: str, headers: dict[str, str] | None = None) -> bytes:
    """The whole file at the address."""
    response: Any = client.get(url, follow=True, headers=headers or {})
    assert response.status_code == 200, url
    return bytes(response.getvalue())


def files(client: Client, key: str = "latest") -> dict[str, dict[str, Any]]:
    """The files of a snapshot by name."""
    return {entry["path"]: entry for entry in get(client, f"/snapshots/{key}/")["files"]}


def records(client: Client, key: str = "latest") -> dict[str, list[dict[str, Any]]]:
    """Every record of a snapshot, by resource."""
    lines = {entry["resource"]: entry["url"] for entry in files(client, key).values() if entry["format"] == "jsonl"}
    return {resource: list(_records(fetched(client, url))) for resource, url in lines.items()}


def saved(client: Client, name: str, folder: Path) -> Path:
    """The file, in a folder of the test's own."""
    target = folder / name
    target.write_bytes(fetched(client, files(client)[name]["url"]))
    return target


def _records(content: bytes) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in gzip.decompress(content).splitlines())
