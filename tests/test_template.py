"""The tests' own template is never one of other sources than today's."""

from pathlib import Path

import pytest
import time_machine

from tests import template


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project: a room with a model, a migration, bundled data and a page."""
    for name in (
        "requirements.txt",
        "regions/__init__.py",
        "regions/models/region.py",
        "regions/migrations/0001_fylker.py",
        "regions/data/fylker.csv",
        "regions/urls.py",
        "regions/api/views.py",
        "config/__init__.py",
        "config/settings.py",
        "tests/__init__.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Fylke\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "is_another"),
    [
        ("requirements.txt", True),
        ("config/settings.py", True),
        ("regions/models/region.py", True),
        ("regions/models/county.py", True),
        ("regions/migrations/0001_fylker.py", True),
        ("regions/migrations/0002_kommuner.py", True),
        ("regions/data/fylker.csv", True),
        ("regions/urls.py", False),
        ("regions/api/views.py", False),
        ("regions/templates/region.html", False),
        ("tests/test_regions.py", False),
    ],
)
def test_template_is_made_anew_after_a_change_of_what_goes_into_it(
    project: Path, name: str, *, is_another: bool
) -> None:
    before = template.fingerprint(project)
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("Vestland\n", encoding="utf-8")

    assert (template.fingerprint(project) != before) is is_another


def test_template_is_made_anew_when_a_file_of_it_is_gone_or_has_another_name(project: Path) -> None:
    bundled, renamed = (project / "regions" / "data" / name for name in ("fylker.csv", "counties.csv"))
    seen = {template.fingerprint(project)}
    bundled.rename(renamed)
    seen.add(template.fingerprint(project))
    renamed.unlink()
    seen.add(template.fingerprint(project))

    assert len(seen) == 3


def test_template_is_made_anew_on_another_day(project: Path) -> None:
    fingerprints = set()
    for moment in ("2026-11-26T12:00Z", "2026-11-26T22:59Z", "2026-11-26T23:30Z", "2026-11-27T00:30Z"):
        with time_machine.travel(moment, tick=False):
            fingerprints.add(template.fingerprint(project))

    assert len(fingerprints) == 3, "a day ends at midnight in Norway, and an hour later in UTC"


def test_only_the_folder_of_the_same_sources_is_taken_and_one_of_older_ones_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "PG_VERSION").write_text("18")
    monkeypatch.setattr(template, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(template, "LOCK", tmp_path / "lock")

    template.keep(made, template.fingerprint())
    template.take(tmp_path / "other", "those of yesterday")
    template.take(tmp_path / "same", template.fingerprint())
    template.keep(made, "sources that have changed meanwhile")

    assert not (tmp_path / "other").exists()
    assert (tmp_path / "same" / "PG_VERSION").read_text() == "18"
    assert not (tmp_path / "kept").exists()
