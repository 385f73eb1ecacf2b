import datetime as dt
import html
import re

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings

from access.networks import network_of
from clusters.models import Cluster, Organisation
from corrections.models import CorrectionReport, SenderHour
from corrections.services import IN_ALL_PER_HOUR, PER_HOUR
from tests.corrections.sending import TEXT, opened, sent

pytestmark = pytest.mark.django_db

NODE = "/meld-feil/?cluster=gce-node"


def test_report_about_a_cluster_is_kept_and_answered_with_a_receipt(client: Client) -> None:
    answer = sent(client, NODE, block="members", evidence="https://gcenode.no/om", email="kari@example.no")
    report = CorrectionReport.objects.get()

    assert answer.status_code == 303
    assert answer.url == f"/meld-feil/{report.reference}/"
    assert (report.cluster, report.subject) == (Cluster.objects.get(slug="gce-node"), "GCE NODE")
    assert (report.block, report.text, report.email) == ("members", TEXT, "kari@example.no")
    assert (report.state, report.language) == ("new", "nb")
    receipt = client.get(answer.url.lower()).content.decode()
    assert report.reference in receipt
    assert TEXT not in receipt
    assert "kari@example.no" not in receipt
    assert not answer.cookies


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("/en/report-an-error/?region=46", "Vestland"),
        ("/en/report-an-error/?missing=clusters&searched=q%3Dromfart%26tier%3Dgce", "romfart"),
        ("/en/report-an-error/?block=accessibility", '<option value="accessibility" selected>'),
        ("/en/report-an-error/", '<option value="other" selected>'),
    ],
)
def test_form_says_what_the_report_is_about(client: Client, address: str, about: str) -> None:
    page = client.get(address)

    assert about in page.content.decode()
    assert page["Cache-Control"].endswith("private")
    assert sent(client, address, block="other").status_code == 303
    assert CorrectionReport.objects.get().language == "en"


@pytest.mark.parametrize(
    "page", ["/klynger/gce-node/", "/en/regions/46/", "/klynger/?q=finnesikke", "/en/organisations/?q=finnesikke"]
)
def test_link_on_a_page_leads_to_a_form_that_can_be_answered(client: Client, page: str) -> None:
    link = re.search(r'href="([^"]*(?:meld-feil|report-an-error)/\?[^"]+)"', client.get(page).content.decode())

    assert link is not None
    assert client.get(html.unescape(link[1])).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["cluster=finnes-ikke", "organisation=0", "organisation=x", "region=99", "block=x", "cluster=gce-node&region=46"],
)
def test_report_about_what_there_is_not_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/meld-feil/?{query}").status_code == 400
    assert client.post(f"/meld-feil/?{query}", {"text": TEXT, "block": "facts"}).status_code == 400
    assert not CorrectionReport.objects.exists()


def test_unpublished_cluster_cannot_be_reported_on(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication="draft")

    assert client.get(NODE).status_code == 400


def test_form_sent_twice_is_one_report_and_a_changed_one_is_another(client: Client) -> None:
    with time_machine.travel("2026-11-23 10:00:00+01:00", tick=False) as clock:
        form = opened(client, NODE)
        clock.shift(30)
        first, second = client.post(NODE, form), client.post(NODE, form)
        third = client.post(NODE, {**form, "text": "Nettstedet er nede."})

    assert first["Location"] == second["Location"] != third["Location"]
    assert CorrectionReport.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "seconds", "said"),
    [
        ({"text": "Feil"}, 60, "minst 10 tegn"),
        ({"text": "x" * 4001}, 60, "4000"),
        ({"text": "se https://a.no http://b.no www.c.no https://d.no"}, 60, "høyst 3 nettadresser"),
        ({"homepage": "https://kasino.example"}, 60, "La dette feltet stå tomt"),
        ({"email": "kari@"}, 60, "navn@example.no"),
        ({"block": "x"}, 60, "x"),
        ({"text": "Feil\x00 i navnet på klyngen"}, 60, "Null-tegn"),
        ({}, 1, "Det gikk fort"),
        ({}, 100_000, "åpent for lenge"),
        ({"token": "laget-selv"}, 60, "åpent for lenge"),
    ],
)
def test_faulty_form_comes_back_with_the_fault_and_what_was_written(
    client: Client, fields: dict[str, str], seconds: int, said: str
) -> None:
    answer = sent(client, NODE, seconds=seconds, **fields)
    page = html.unescape(answer.content.decode())

    assert answer.status_code == 400
    assert said in page
    assert fields.get("text", TEXT).replace("\x00", "") in page.replace("\x00", "")
    assert not CorrectionReport.objects.exists()


def test_form_that_was_open_too_long_can_be_sent_again(client: Client) -> None:
    late = sent(client, NODE, seconds=100_000).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', late)
    assert token is not None

    with time_machine.travel("2026-11-24 14:00:00+01:00", tick=False):
        assert client.post(NODE, {"block": "facts", "text": TEXT, "token": token[1]}).status_code == 303


def test_text_is_shown_again_as_text(client: Client) -> None:
    script = "<script>alert(1)</script></textarea>"
    page = sent(client, NODE, seconds=0, text=script, evidence='"><img src=x>', email='"@').content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
    assert html.escape(script) in page


def test_too_large_a_form_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post(NODE, {"text": "x" * 200_000})

    assert answer.status_code == 413
    assert "4000 tegn" in answer.content.decode()


def test_one_network_may_send_so_many_an_hour_and_others_still_may(client: Client) -> None:
    for number in range(PER_HOUR):
        assert sent(client, NODE, text=f"Feil nummer {number} på siden").status_code == 303

    refused = sent(client, NODE, text="Én til av samme slag")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Én til av samme slag" in refused.content.decode()
    assert sent(Client(REMOTE_ADDR="192.0.2.9"), NODE).status_code == 303
    assert CorrectionReport.objects.count() == PER_HOUR + 1


def test_there_is_a_limit_in_all(client: Client) -> None:
    hour = dt.datetime.fromisoformat("2026-11-23T10:00+01:00")
    SenderHour.objects.create(sender="mange", hour=hour, reports=IN_ALL_PER_HOUR)

    assert sent(client, NODE).status_code == 429


def test_no_network_address_is_kept_and_counts_go_with_their_day(client: Client) -> None:
    sent(client, NODE)
    kept = SenderHour.objects.get()

    assert "127.0.0.1" not in kept.sender
    with time_machine.travel("2026-11-24 00:00:01+01:00", tick=False):
        call_command("forget_reports")
    assert not SenderHour.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (2, "203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (1, "", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "<script>", "unknown"),
    ],
)
def test_network_is_what_the_trusted_proxies_say(proxies: int, forwarded: str, network: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    with override_settings(TRUSTED_PROXY_COUNT=proxies):
        assert network_of(request) == network


def test_merged_organisation_is_reported_on_under_what_it_became(client: Client) -> None:
    new, old = Organisation.objects.order_by("pk")[:2]
    Organisation.objects.filter(pk=old.pk).update(merged_into=new)

    assert client.get(f"/meld-feil/?organisation={old.pk}").status_code == 400
    assert client.get(f"/meld-feil/?organisation={new.pk}").status_code == 200


def test_nobody_reads_a_report_by_guessing(client: Client) -> None:
    assert client.get("/meld-feil/AAAAA-AAAAA/").status_code == 404
