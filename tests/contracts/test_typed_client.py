"""A client generated from the schema reads the whole registry from the running server, every row of it typed."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from config.kept_schema import KEPT

pytestmark = pytest.mark.xdist_group("served")
PACKAGE = "registry_of_clusters"
#: The lists whose records are not met one by one in the lists themselves.
RECORDS = {"clusters": "slug", "organisations": "id", "memberships": "id", "regions": "code", "tiers": "code"}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package, importable as ``PACKAGE``; the generator understands all of the schema, or the test fails."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text("post_hooks: []\n")
    options = ["--path", KEPT, "--output-path", folder / PACKAGE, "--meta", "none", "--config", folder / "config.yaml"]
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield folder / PACKAGE


def lists(package: Path) -> dict[str, Any]:
    """Resource → the module of its list."""
    modules = sorted(package.glob("api/*/*_list.py"))
    found = {module.parent.name: module.stem for module in modules if module.stem == f"{module.parent.name}_list"}
    return {name: import_module(f"{PACKAGE}.api.{name}.{stem}") for name, stem in found.items()}


def walk(module: Any, client: Any) -> tuple[int, list[Any]]:
    """How many rows the list says it has, and all of them."""
    rows: list[Any] = []
    cursor = "*"
    while True:
        page = module.sync(client=client, cursor=cursor, page_size=500)
        rows += page.results
        if page.next_ is None:
            return page.count, rows
        cursor = parse_qs(urlsplit(page.next_).query)["cursor"][0]


def test_a_generated_client_reads_the_whole_registry(generated: Path, server: str) -> None:
    package: Any = import_module(PACKAGE)
    with package.Client(base_url=server, raise_on_unexpected_status=True) as client:
        pulled = {name: walk(module, client) for name, module in lists(generated).items()}
        one_by_one = {
            name: [
                import_module(f"{PACKAGE}.api.{name}.{name}_retrieve").sync(str(getattr(row, field)), client=client)
                for row in pulled[name][1][:20]
            ]
            for name, field in RECORDS.items()
        }

    assert set(pulled) >= {*RECORDS, "appropriations", "effects", "owners", "programmes", "sectors"}
    assert {name: len(rows) for name, (_count, rows) in pulled.items()} == {
        name: count for name, (count, _rows) in pulled.items()
    }
    assert all(
        type(row).__module__.startswith(f"{PACKAGE}.models.") for _count, rows in pulled.values() for row in rows
    )
    assert all(record.id for records in one_by_one.values() for record in records)
    assert {name for name, (_count, rows) in pulled.items() if not rows} == {"projects"}  # no source of ours has any
