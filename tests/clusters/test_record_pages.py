"""The pages of one cluster and one organisation: members by kind, files of them, and what each block rests on."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client, override_settings
from openpyxl import load_workbook

from clusters.models import Cluster, Membership, Organisation
from tests.clusters.test_exports import table, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def node() -> Cluster:
    """With three members that are known from a day on, of two kinds."""
    cluster = Cluster.objects.get(slug="gce-node")
    for name, kind in (("Ålesund Verft", "company"), ("Aker Agder", "company"), ("Universitetet", "public-body")):
        organisation = Organisation.objects.create(name=name, kind=kind)
        Membership.objects.create(
            cluster=cluster, organisation=organisation, period=("2015-01-01", None), start_precision="day"
        )
    return cluster


def block(client: Client, address: str, name: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index(f'id="{name}"') : page.index("</section>", page.index(f'id="{name}"'))]


@pytest.mark.usefixtures("node")
def test_a_kind_leads_to_its_members_and_its_number_is_theirs(client: Client) -> None:
    members = block(client, "/klynger/gce-node/", "members")
    kinds = re.findall(r'href="(\?kind=[\w-]+)#members">[^<]+<b>(\d+)</b>', members)

    assert {query for query, _count in kinds} >= {"?kind=company", "?kind=public-body"}
    for query, count in kinds:
        shown = block(client, f"/klynger/gce-node/{query}", "members")
        assert shown.count('<th scope="row">') == int(count)
        assert len(table(whole(client.get(f"/klynger/gce-node/medlemmer.csv{query}")))) == int(count)
        assert "Vis alle aktørtyper" in shown


def test_the_choice_of_kind_and_day_is_kept_together(client: Client, node: Cluster) -> None:
    page = client.get(f"{node.get_absolute_url()}?kind=company&as_of=2016-08-17").content.decode()

    assert '<input type="hidden" name="kind" value="company">' in page
    assert "medlemmer.csv?kind=company&amp;as_of=2016-08-17" in page
    assert "?kind=public-body&amp;as_of=2016-08-17#members" in page


def test_files_of_members_say_the_same_in_both_forms(client: Client, node: Cluster) -> None:
    lines = table(whole(client.get("/en/clusters/gce-node/members.csv?kind=public-body")))
    answer: Any = client.get("/en/clusters/gce-node/members.xlsx?kind=public-body")
    sheet, about = load_workbook(io.BytesIO(answer.getvalue())).worksheets
    header, *rows = sheet.iter_rows(values_only=True)

    assert [line["Name"] for line in lines] == [row[header.index("Name")] for row in rows] == ["Universitetet"]
    assert (lines[0]["From"], lines[0]["End confirmed"]) == ("2015-01-01", "yes")
    assert isinstance(rows[0][header.index("From")], dt.datetime)
    assert about["B1"].value == f"Members of {node.name}"
    assert 'filename="gce-node-members-' in answer["Content-Disposition"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_files_of_members_are_refused_or_missing_as_the_page_is(client: Client, ending: str) -> None:
    assert client.get(f"/klynger/finnes-ikke/medlemmer.{ending}").status_code == 404
    assert client.get(f"/klynger/gce-node/medlemmer.{ending}?kind=bedrift").status_code == 400
    Cluster.objects.filter(slug="gce-node").update(publication="draft")
    assert client.get(f"/klynger/gce-node/medlemmer.{ending}").status_code == 404


def test_each_block_says_where_it_comes_from_how_old_it_is_and_whether_it_is_confirmed(client: Client) -> None:
    for name in ("tiers", "members", "lineage", "names"):
        text = block(client, "/klynger/nce-aquatech-cluster/", name) if name != "names" else ""
        text = text or block(client, "/klynger/gce-ocean-technology/", name)
        assert re.search(r"Kilder? \(\d+\)", text), name
        assert re.search(r"Endret \d\d\.\d\d\.\d{4}", text), name
        assert "ikke bekreftet" in text, name


def test_block_is_confirmed_when_all_its_rows_are(client: Client, node: Cluster) -> None:
    Cluster.objects.filter(pk=node.pk).update(confirmed_date="2026-10-01")
    assert "bekreftet 01.10.2026, endret siden" in block(client, "/klynger/gce-node/", "tiers")

    node.memberships.update(confirmed_date="2099-12-01")
    assert "bekreftet 01.12.2099" in block(client, "/klynger/gce-node/", "members")
    first = node.memberships.all()[0]
    Membership.objects.filter(pk=first.pk).update(confirmed_date=None)
    assert "ikke bekreftet" in block(client, "/klynger/gce-node/", "members")


def test_organisation_says_what_the_business_register_said(client: Client) -> None:
    organisation = Organisation.objects.get(name="Equinor")
    Organisation.objects.filter(pk=organisation.pk).update(
        register_status="Aktiv", register_checked_at="2026-11-02T08:00Z"
    )
    page = client.get(organisation.get_absolute_url()).content.decode()

    assert "Aktiv" in page
    assert "spurt 02.11.2026" in page
    assert re.search(r"Endret \d\d\.\d\d\.\d{4}", block(client, organisation.get_absolute_url(), "memberships"))


def test_link_to_copy_is_the_lasting_one(client: Client, node: Cluster) -> None:
    page = client.get("/en/clusters/gce-node/?as_of=2016-08-17").content.decode()

    assert f'data-copy="http://testserver/en/clusters/{node.slug}/"' in page


def test_card_of_a_cluster_that_has_left_leads_to_what_it_became(client: Client) -> None:
    page = client.get("/klynger/?q=akvarena").content.decode()
    card = page[page.index('<li class="card">') : page.index("</li>", page.index('<li class="card">'))]

    assert 'Gikk videre i <a href="/klynger/nce-aquatech-cluster/"' in card or "nce-aquatech-cluster" in card


def test_accessibility_statement_is_the_registrys_own_until_there_is_an_official_one(client: Client) -> None:
    official = "https://uustatus.no/nb/erklaringer/publisert/x"

    assert client.get("/tilgjengelighet/").status_code == 200
    with override_settings(ACCESSIBILITY_STATEMENT_URL=official):
        assert client.get("/en/accessibility/")["Location"] == official
