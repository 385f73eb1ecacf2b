import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from bundle.writing import loading
from clusters.loading import DATA
from clusters.models import Cluster, HostPeriod, Membership, Organisation, TierPeriod
from programmes.models import Appropriation, Tier
from regions.models import Region

pytestmark = pytest.mark.django_db
OWN_APPS = ("regions", "programmes", "clusters", "support")


def load(capsys: pytest.CaptureFixture[str], data: Path = DATA) -> str:
    call_command("load_registry", "--data", data)
    return capsys.readouterr().out


def everything() -> dict[str, int]:
    """How many rows every table of ours has, history included."""
    models = [model for label in OWN_APPS for model in apps.get_app_config(label).get_models()]
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the bundled cluster files with one text replaced."""

    def edit(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "data"
        shutil.copytree(DATA, folder)
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))
        return folder

    return edit


def test_load_registry_brings_the_whole_of_the_bundled_data() -> None:
    counts = {
        model: model._default_manager.count() for model in (Cluster, TierPeriod, Membership, Organisation, HostPeriod)
    }

    assert counts == {Cluster: 80, TierPeriod: 101, Membership: 255, Organisation: 263, HostPeriod: 45}
    assert set(Tier.objects.values_list("code", flat=True)) == {"arena", "arena-pro", "nce", "gce", "mature"}
    assert Appropriation.objects.filter(year=2014).count() == 2


def test_load_registry_keeps_the_source_of_every_row() -> None:
    for model in (Cluster, TierPeriod, Membership, HostPeriod, Region, Appropriation):
        sourceless = model._default_manager.filter(source="").exclude(
            **({"code": "NO"} if model is Region else {"pk": 0})
        )
        assert not sourceless.exists(), model


def test_load_registry_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()

    load(capsys)

    assert everything() == before


def test_load_registry_reports_what_it_did_and_names_the_row_it_cannot_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = load(capsys)

    assert "Rows that found no place: 1" in report
    assert "organisations.csv, line 4: the seat of Abelia: Tromsø is not in Oslo." in report


def test_load_registry_corrects_what_only_it_has_written(
    capsys: pytest.CaptureFixture[str], edited: Callable[[str, str, str], Path]
) -> None:
    data = edited("clusters.csv", "Klynge for undervannsteknologi i Bergensregionen", "Havteknologi i Bergensregionen")

    load(capsys, data)

    assert Cluster.objects.get(slug="gce-ocean-technology").summary_nb.startswith("Havteknologi i Bergensregionen")


def test_load_registry_keeps_what_people_have_edited(capsys: pytest.CaptureFixture[str]) -> None:
    Cluster.objects.filter(slug="gce-node").update(summary_nb="Endret av redaksjonen.", slug="gce-node-agder")

    load(capsys)

    assert Cluster.objects.get(slug="gce-node-agder").summary_nb == "Endret av redaksjonen."
    assert not Cluster.objects.filter(slug="gce-node").exists()


def test_load_registry_does_not_bring_back_what_people_have_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    Membership.objects.filter(organisation__name="DNB").delete()
    left = Membership.objects.count()

    load(capsys)

    assert Membership.objects.count() == left


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("clusters.csv", "915453929", "915453928", "clusters.csv, line 2: 915453928 is not an organisation number"),
        (
            "tier_periods.csv",
            "gce-node,nce,2009,",
            "gce-node,nce,ni,",
            "tier_periods.csv, line 2: column from_year has 'ni'",
        ),
        ("tier_periods.csv", "gce-node,nce,", "gce-node,ncx,", "tier_periods.csv, line 2: column tier has 'ncx'"),
        ("memberships.csv", "gce-node,", "gce-node", "memberships.csv, line 2: 5 fields where 6 are expected"),
        ("organisations.csv", "name,kind", "navn,kind", "organisations.csv, line 1: expected the columns"),
    ],
)
def test_a_broken_row_stops_the_load_by_name_and_leaves_everything_as_it_was(
    file: str, old: str, new: str, message: str, edited: Callable[[str, str, str], Path]
) -> None:
    with loading():
        Region.objects.filter(code="46").update(name_nb="Skal rettes av lasten")
    before = everything()

    with pytest.raises(CommandError, match=f"Nothing was loaded. {message}"):
        call_command("load_registry", "--data", edited(file, old, new))

    assert everything() == before
    assert Region.objects.get(code="46").name_nb == "Skal rettes av lasten"


def test_a_member_of_an_unknown_cluster_is_named_and_left_out(
    capsys: pytest.CaptureFixture[str], edited: Callable[[str, str, str], Path]
) -> None:
    report = load(capsys, edited("memberships.csv", "gce-node,National Oilwell", "gce-nod,National Oilwell"))

    assert "memberships.csv, line 2: no cluster gce-nod" in report


def test_an_organisation_spelt_another_way_is_the_same_organisation(
    capsys: pytest.CaptureFixture[str], edited: Callable[[str, str, str], Path]
) -> None:
    load(capsys, edited("organisations.csv", "Havforskningsinstituttet,", "HAVFORSKNINGS-INSTITUTTET AS,"))

    assert Organisation.objects.filter(name_folded__contains="havforskning").count() == 1


def test_load_registry_says_it_in_one_line_where_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_registry", verbosity=0)

    assert capsys.readouterr().out == "0 created, 0 changed, 3889 unchanged, 0 kept, 0 removed; 1 without a place\n"


def test_others_of_the_same_name_are_nothing_to_load_registry(capsys: pytest.CaptureFixture[str]) -> None:
    known = Organisation.objects.exclude(organisation_number="").filter(hosted=None).earliest("pk")
    namesakes = [Organisation(name=name) for name in (known.name, f"{known.name.upper()} ASA")]
    Organisation.objects.bulk_create(namesakes)
    before = everything()

    report = load(capsys)

    assert everything() == before, report
    assert not Membership.objects.filter(organisation__in=namesakes).exists()
    assert not Organisation.objects.filter(pk__in=[one.pk for one in namesakes]).exclude(organisation_number="")
