"""One style sheet for all that public pages need."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.test import Client

from config.style_sheets import IMPORT, SHEET, JoinedStyleSheets

SOURCES = Path(__file__).resolve().parents[2] / "static"
#: The admin's and those of logging in, which hardly anybody needs.
BY_THEMSELVES = {"admin.css", "account.css", "pages.css"}


def collected(folder: Path, sources: Any) -> dict[str, str]:
    """The names that the sheets get, by those of their sources, once they are copied as the command does it."""
    store = JoinedStyleSheets(location=folder, base_url="/static/")
    paths = {f"css/{name}": (sources, f"css/{name}") for name in sources.listdir("css")[1]}
    for name in paths:
        store.delete(name)
        with sources.open(name) as file:
            store.save(name, file)
    return {name: hashed for name, hashed, _done in store.post_process(paths) if hashed.endswith("css")}


def test_sheet_holds_what_it_imports_in_its_order(tmp_path: Path) -> None:
    sources = FileSystemStorage(location=SOURCES)

    names = collected(tmp_path, sources)

    sheet = (tmp_path / names[SHEET]).read_text()
    parts = [(SOURCES / "css" / name).read_text() for name in IMPORT.findall((SOURCES / SHEET).read_text())]
    assert "@import" not in sheet
    assert [sheet.index(part) for part in parts] == sorted(sheet.index(part) for part in parts)
    assert len(parts) == len(list((SOURCES / "css").glob("*.css"))) - len(BY_THEMSELVES)


def test_name_of_the_sheet_changes_with_what_it_imports(tmp_path: Path) -> None:
    sources = InMemoryStorage()
    sources.save(SHEET, ContentFile(b'@import url("ink.css");\n'))
    sources.save("css/ink.css", ContentFile(b"a { color: navy; }"))
    before = collected(tmp_path, sources)[SHEET]
    sources.delete("css/ink.css")
    sources.save("css/ink.css", ContentFile(b"a { color: teal; }"))

    after = collected(tmp_path, sources)[SHEET]

    assert after != before
    assert (tmp_path / after).read_text() == "a { color: teal; }\n"


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    sources = FileSystemStorage(location=SOURCES)

    done = JoinedStyleSheets(location=tmp_path).post_process({SHEET: (sources, SHEET)}, dry_run=True)

    assert list(done) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/en/clusters/", "/klynger/finnes-ikke/"])
def test_headers_of_a_page_name_its_sheet(client: Client, address: str) -> None:
    for _ in ("made", "kept"):
        answer = client.get(address)

        sheet = answer["Link"].removeprefix("<").removesuffix(">; rel=preload; as=style")
        assert f'<link rel="stylesheet" href="{sheet}">' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/api/docs/", "/klynger.csv", "/klynger.atom"])
def test_what_has_not_the_sheet_of_pages_does_not_name_it(client: Client, address: str) -> None:
    assert "pages" not in client.get(address).get("Link", "")
