"""What the registry gives out it takes back without a change: every kind, both file types, both languages."""

import pytest
from django.utils import timezone, translation

from clusters.models import Cluster, Membership, Organisation
from imports.downloads import CSV, XLSX, current, template
from imports.kinds import KINDS
from imports.kinds.base import Setting
from imports.models import Batch, State
from imports.staging import Upload, stage_file
from staff.models import User
from tests.staff.people import logged_in, member

pytestmark = pytest.mark.django_db


def staged(kind: str, content: bytes, user: User, *, empties: bool = False) -> Batch:
    cluster = largest() if KINDS[kind].is_of_one_cluster else None
    upload = Upload(
        kind, content, "eksport.csv", "Runde", source="Regneark", cluster=cluster, observed_year=2020, empties=empties
    )
    batch = stage_file(upload, user=user, now=timezone.now())
    assert batch.state == State.READY, [str(fault) for fault in batch.faults]
    return batch


def not_same(batch: Batch) -> list[object]:
    rows = batch.rows.exclude(action="same")[:3]
    return [(row.record, row.differences, [str(fault) for fault in row.all_faults]) for row in rows]


def largest() -> Cluster:
    return Cluster.objects.get(slug="gce-blue-maritime")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_the_registry_imports_again_with_zero_changes(kind: str, language: str) -> None:
    user = member("administrator")
    setting = Setting(user=user, today=timezone.localdate(), cluster=largest())

    for form in (CSV, XLSX):
        with translation.override(language):
            content = current(KINDS[kind], setting, form)
        batch = staged(kind, content, user, empties=form == CSV)
        rows = {"members": largest().memberships, "organisations": Organisation.objects}.get(kind)
        assert set(batch.counts) == {"same"}, not_same(batch)
        assert rows is None or batch.counts["same"] == rows.count()


@pytest.mark.parametrize(
    "address", ["/klynger.csv", "/en/clusters.csv", "/klynger.xlsx", "/virksomheter.csv", "/en/organisations.csv"]
)
def test_the_public_exports_import_with_zero_changes(address: str) -> None:
    client = logged_in()
    content = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    kind = "clusters" if "clusters" in address or "klynger" in address else "organisations"

    batch = staged(kind, content, User.objects.latest("pk"))

    assert set(batch.counts) == {"same"}, not_same(batch)


@pytest.mark.parametrize("form", [CSV, XLSX])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_comes_back_without_its_example(kind: str, form: str) -> None:
    content = template(KINDS[kind], form)
    upload = Upload(kind, content, "mal.csv", "Runde", cluster=largest())

    batch = stage_file(upload, user=member("administrator"), now=timezone.now())

    assert batch.state == State.REFUSED
    assert [str(fault) for fault in batch.faults] == ["Filen har overskrifter, men ingen rader under dem."]


def test_the_exports_have_members_to_speak_of() -> None:
    assert Membership.objects.filter(cluster=largest()).count() > 3
