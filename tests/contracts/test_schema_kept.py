"""The schema in the repository is the one that is served, and no schema comes without a word in the changelog."""

import pytest
import yaml
from django.test import Client

from config.kept_schema import CHANGELOG, KEPT, faults, mark
from doors.api import parameters
from tests.clusters.api.reading import get

pytestmark = pytest.mark.django_db


def test_the_kept_schema_is_the_one_that_is_served(client: Client) -> None:
    assert yaml.safe_load(KEPT.read_text(encoding="utf-8")) == get(client, "/schema/")


def test_a_changed_schema_is_kept_and_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, changelog = KEPT.read_text(encoding="utf-8"), CHANGELOG.read_text(encoding="utf-8")
    assert faults(kept, changelog) == []

    monkeypatch.setitem(parameters.MEANINGS, "q", "Free text.")
    stale = faults(kept, changelog)

    assert [fault.split()[0] for fault in stale] == ["docs/openapi.yaml", "CHANGELOG.md"]
    assert mark(kept) not in stale[1]
