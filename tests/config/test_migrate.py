"""``manage.py migrate`` under the limits that guard the pages."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_migrate_takes_its_time_and_leaves_the_limit_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile: list[str] = []

    def look(*_args: Any, **_options: Any) -> None:
        meanwhile.append(limit())

    monkeypatch.setattr(migrate.Command, "handle", look)
    call_command("migrate", verbosity=0)

    assert meanwhile == ["0"]
    assert limit() == "15s"
