import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import Cluster
from corrections.models import CorrectionReport
from corrections.services import close_report
from history.events import event_model
from regions.models import Region
from staff.models import Role
from tests.staff.people import filled, logged_in, member

pytestmark = pytest.mark.django_db


def made(**fields: Any) -> CorrectionReport:
    number = CorrectionReport.objects.count()
    given = {"block": "facts", "text": "Feil fylke på siden", "language": "nb", "email": "kari@example.no", **fields}
    return CorrectionReport.objects.create(key=f"k{number}", reference=f"AAAAA-AAA{number:02d}", **given)


@pytest.fixture
def about_siva() -> CorrectionReport:
    cluster = Cluster.objects.filter(steward__slug="siva").first() or Cluster.objects.all()[0]
    Cluster.objects.filter(pk=cluster.pk).update(steward=member(Role.EDITOR, "siva", "kjenner-siva").owner)
    return made(cluster=cluster, subject=cluster.name)


def change(report: CorrectionReport) -> str:
    return reverse("admin:corrections_correctionreport_change", args=[report.pk])


def save(client: Client, report: CorrectionReport, **fields: str) -> Any:
    return client.post(change(report), {**filled(client.get(change(report)).content), **fields})


def test_report_waits_for_the_stewards_staff_and_one_about_no_cluster_for_all(about_siva: CorrectionReport) -> None:
    common = made()
    waiting = CorrectionReport.objects.waiting_for

    assert set(waiting(member(Role.EDITOR, "siva"))) == {about_siva, common}
    assert set(waiting(member(Role.PUBLISHER, "forskningsradet"))) == {common}
    assert set(waiting(member(Role.ADMINISTRATOR))) == {about_siva, common}
    assert not waiting(member(Role.READER, "siva")).exists()
    close_report(report=common, state="done", user=member(Role.EDITOR, "siva", "en-til"), now=timezone.now())
    assert set(waiting(member(Role.ADMINISTRATOR, name="sjef"))) == {about_siva}


def test_all_staff_read_a_report_and_only_the_stewards_handle_it(about_siva: CorrectionReport) -> None:
    theirs, others = logged_in(Role.EDITOR, "siva"), logged_in(Role.EDITOR, "forskningsradet")

    assert others.get(change(about_siva)).status_code == 200
    assert others.post(change(about_siva), {"state": "done", "answer": ""}).status_code == 403
    assert save(theirs, about_siva, state="taken").status_code == 302
    about_siva.refresh_from_db()
    assert (about_siva.state, about_siva.taken_by.username) == ("taken", "siva.editor")  # type: ignore[union-attr]


def test_closing_forgets_the_address_and_shows_the_answer_to_the_reporter(
    client: Client, about_siva: CorrectionReport
) -> None:
    staff = logged_in(Role.EDITOR, "siva")
    assert "mailto:kari@example.no" in staff.get(change(about_siva)).content.decode()

    save(staff, about_siva, state="done", answer="Rettet. <Takk>")

    about_siva.refresh_from_db()
    assert (about_siva.email, about_siva.is_closed) == ("", True)
    assert "Rettet. &lt;Takk&gt;" in client.get(about_siva.get_absolute_url()).content.decode()
    assert staff.post(change(about_siva), {"state": "new", "answer": ""}).status_code == 403


def test_refusal_needs_a_reason(about_siva: CorrectionReport) -> None:
    answer = save(logged_in(Role.EDITOR, "siva"), about_siva, state="refused")

    about_siva.refresh_from_db()
    assert "Skriv i svaret hvorfor" in answer.content.decode()
    assert about_siva.state == "new"


def test_selected_reports_are_taken_where_the_person_may(about_siva: CorrectionReport) -> None:
    common = made()
    staff = logged_in(Role.EDITOR, "forskningsradet")
    data = {"action": "take", "_selected_action": [about_siva.pk, common.pk]}

    staff.post(reverse("admin:corrections_correctionreport_changelist"), data)

    assert list(CorrectionReport.objects.filter(state="taken")) == [common]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done"},
        {"state": "done", "closed_at": "now", "taken_at": "now"},
        {"state": "refused", "closed_at": "now", "taken_at": "now", "email": ""},
        {"state": "taken"},
        {"text": ""},
    ],
    ids=["closed without a day", "closed with an address", "refused without a reason", "taken by nobody", "empty"],
)
def test_database_refuses(about_siva: CorrectionReport, fields: dict[str, Any]) -> None:
    values = {name: timezone.now() if value == "now" else value for name, value in fields.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionReport.objects.filter(pk=about_siva.pk).update(**values)


def test_what_was_written_is_in_no_history(about_siva: CorrectionReport) -> None:
    events = event_model(CorrectionReport)

    assert events is not None
    assert not {"text", "email", "evidence", "answer", "searched"} & {field.name for field in events._meta.fields}
    assert about_siva.events.count() == 1  # type: ignore[attr-defined]


def test_addresses_and_old_reports_are_forgotten_in_time(
    about_siva: CorrectionReport, capsys: pytest.CaptureFixture[str]
) -> None:
    old, fresh = made(), made()
    long_ago = timezone.now() - dt.timedelta(days=400)
    close_report(report=old, state="done", user=None, now=long_ago)
    CorrectionReport.objects.filter(pk=about_siva.pk).update(created_at=long_ago)

    call_command("forget_reports")

    assert set(CorrectionReport.objects.values_list("pk", "email")) == {
        (about_siva.pk, ""),
        (fresh.pk, "kari@example.no"),
    }
    assert "1 e-mail addresses, 1 closed reports" in capsys.readouterr().out


def test_deleted_cluster_leaves_its_report(about_siva: CorrectionReport) -> None:
    cluster = about_siva.cluster
    assert cluster is not None
    cluster.delete()

    about_siva.refresh_from_db()
    assert about_siva.cluster is None
    assert about_siva.subject


@pytest.mark.parametrize(
    ("fields", "linked"),
    [({"region": "46"}, "/regioner/46/"), ({"searched": 'q="><b>&tier=gce'}, "/klynger/?q=&quot;&gt;&lt;b&gt;")],
)
def test_staff_are_led_to_what_the_report_is_about(fields: dict[str, str], linked: str) -> None:
    region = Region.objects.named("46", timezone.localdate()) if "region" in fields else None
    report = made(**{**fields, "region": region})

    assert linked in logged_in().get(change(report)).content.decode()
