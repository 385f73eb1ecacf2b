"""Snapshots: what is in the files, that they agree, and that there is a whole one or none."""

import csv
import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from clusters.api import snapshot as resources_of_the_api
from clusters.models import Cluster, Organisation
from programmes.models import Tier
from snapshots import folder
from snapshots.making import alone
from tests.clusters.api.reading import API, walk
from tests.snapshots.taking import fetched, files, records, saved, take

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("clusters", "organisations", "memberships", "tiers", "programmes", "owners", "appropriations", "effects")


def test_every_format_has_every_record_as_the_api_has_it(client: Client, capsys: Any, tmp_path: Path) -> None:
    Organisation.objects.filter(organisation_number="915453929").update(name="=1+1 æøå", website="")
    Cluster.objects.filter(slug="gce-node").update(seat=None, summary_nb='To\nlinjer; og «sitat» "her"')

    assert "2,235 records" in take(capsys)
    found = records(client)

    for name in (*NAMES, "grants", "indicators", "observations", "regions", "sectors"):
        listed = walk(client, f"{API}/{name}/?cursor=*&page_size=500")
        assert {row["id"] for row in listed} <= {row["id"] for row in found[name]}, name
        for row in [found[name][0], found[name][-1]]:
            assert client.get(row["url"]).json() == row
    assert {name: len(rows) for name, rows in found.items()} == {
        entry["resource"]: entry["rows"] for entry in files(client).values() if entry["format"] == "jsonl"
    }

    organisation = next(row for row in found["organisations"] if row["name"] == "=1+1 æøå")
    cluster = next(row for row in found["clusters"] if row["slug"] == "gce-node")
    lines = table(fetched(client, files(client)["organisations.csv.gz"]["url"]))
    hosts = table(fetched(client, files(client)["clusters_hosts.csv.gz"]["url"]))
    assert next(line["name"] for line in lines if line["id"] == str(organisation["id"])) == "'=1+1 æøå"
    assert [line["updated_at"] for line in lines] == [row["updated_at"] for row in found["organisations"]]
    assert [line["organisation_name"] for line in hosts if line["cluster_id"] == str(cluster["id"])] == ["'=1+1 æøå"]

    clusters = saved(client, "clusters.parquet", tmp_path)
    told_of = duckdb.read_parquet(str(clusters)).filter("slug = 'gce-node'")
    ((summary, seat, since, hosted_by),) = told_of.project("summary, seat, since, hosts").fetchall()
    assert (summary, seat, since.isoformat()) == (cluster["summary"], None, cluster["since"])
    assert hosted_by[0]["organisation"] == cluster["hosts"][0]["organisation"]

    book = load_workbook(saved(client, "clusters.xlsx", tmp_path), read_only=True)
    assert book.sheetnames[:3] == ["clusters", "clusters_names", "clusters_hosts"]
    heads, first = list(book["clusters"].iter_rows(max_row=2, values_only=True))
    told: Any = dict(zip(heads, first, strict=True))
    assert (told["slug"], told["summary_nb"]) == ("gce-node", cluster["summary"]["nb"])
    assert told["since"].date().isoformat() == cluster["since"]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gzip.decompress(content).decode(), newline="")))


@pytest.mark.usefixtures("few")
def test_checksums_and_manifest_say_what_is_there(client: Client, capsys: Any, snapshots_folder: Path) -> None:
    take(capsys)
    (made,) = snapshots_folder.glob("*Z")
    manifest = json.loads((made / "datapackage.json").read_bytes())
    sums = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text().splitlines())

    assert {path.name for path in made.iterdir()} == {*sums, "datapackage.json", "SHA256SUMS"}
    assert all(hashlib.sha256((made / name).read_bytes()).hexdigest() == known for name, known in sums.items())
    for entry in manifest["resources"]:
        assert entry["bytes"] == (made / entry["path"]).stat().st_size
        if entry["format"] == "csv":
            head, *rows = table_rows(made / entry["path"])
            assert [field["name"] for field in entry["schema"]["fields"]] == head
            assert len(rows) == entry["rows"]
    assert manifest["licenses"][0]["name"] == "NLOD 2.0"
    assert json.loads(fetched(client, f"{API}/snapshots/latest/datapackage.json")) == manifest


def table_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode(), newline="")))


@pytest.mark.usefixtures("few")
def test_a_second_run_writes_only_what_is_new_and_removes_what_is_not_kept(capsys: Any, snapshots_folder: Path) -> None:
    take(capsys, "--formats", "jsonl")
    assert "Nothing has changed" in take(capsys, "--formats", "jsonl")
    for name in ("2015-01-02T000000Z", "2015-01-01T000000Z", "2014-11-30T000000Z"):
        (snapshots_folder / name).mkdir()
        (snapshots_folder / name / "datapackage.json").write_text('{"resources": []}')

    Tier.objects.filter(code="gce").update(note="Høyeste nivå")
    take(capsys, "--formats", "jsonl", "--keep", "1", "--months", "2")

    newest, first_of_this_month, oldest = (snapshot.name for snapshot in folder.snapshots())
    assert newest[:7] == first_of_this_month[:7]
    assert oldest == "2015-01-01T000000Z"


@pytest.mark.parametrize(
    ("keep", "months", "left"), [(1, 1, "d"), (2, 1, "dc"), (1, 2, "da"), (1, 9, "da"), (9, 1, "dcba")]
)
def test_newest_and_first_of_each_month_are_kept(keep: int, months: int, left: str) -> None:
    days = {"d": "2026-11-26", "c": "2026-10-30", "b": "2026-10-29", "a": "2026-10-01"}
    names = {letter: f"{day}T030000Z" for letter, day in days.items()}

    gone = folder.superseded(list(names.values()), keep, months)

    assert [letter for letter, name in names.items() if name not in gone] == list(left)


@pytest.mark.usefixtures("few")
def test_a_run_that_fails_leaves_what_there_was(
    client: Client, capsys: Any, snapshots_folder: Path, monkeypatch: Any
) -> None:
    take(capsys, "--formats", "jsonl")
    before = fetched(client, f"{API}/snapshots/latest/SHA256SUMS")
    with monkeypatch.context() as broken:
        broken.setattr(resources_of_the_api, "copied", lambda _rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            take(capsys, "--anyway")

    assert fetched(client, f"{API}/snapshots/latest/SHA256SUMS") == before
    assert len(list(snapshots_folder.glob(".unfinished-*"))) == 1
    take(capsys, "--formats", "jsonl", "--anyway")
    assert list(snapshots_folder.glob(".unfinished-*")) == []
    assert client.get(f"{API}/snapshots/").json()["count"] == 2


@pytest.mark.usefixtures("few")
def test_two_runs_at_once_do_not_meet(capsys: Any) -> None:
    with alone(), pytest.raises(CommandError, match="already"):
        take(capsys)
    for options in (["--keep", "0"], ["--site", "klynger.no"]):
        with pytest.raises(CommandError):
            call_command("export_snapshot", *options)
