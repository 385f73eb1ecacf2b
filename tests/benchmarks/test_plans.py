"""Whether the check of plans sees what it is there for."""

import pytest
from django.db import connection

from benchmarks.plans import plan, read_whole


@pytest.mark.django_db
def test_plan_tells_which_tables_are_read_whole_whatever_the_parameters() -> None:
    by_key = "SELECT name FROM clusters_organisation WHERE organisation_number = $1"
    said = " AND organisation_number <> ''"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    # The index of numbers has only those that are there.
    assert list(read_whole(plan(by_key))) == ["clusters_organisation"]
    assert list(read_whole(plan(by_key + said))) == []
    assert plan("COMMIT") == {}
