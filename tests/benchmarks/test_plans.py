"""Whether the check of plans sees what it is there for."""

import pytest
from django.db import connection

from benchmarks.plans import plan, read_whole


@pytest.mark.django_db
def test_plan_tells_which_tables_are_read_whole_with_the_settings_before_the_statement() -> None:
    by_key = "SELECT name FROM clusters_organisation WHERE id = 1"
    by_nothing = "SELECT count(*) FROM clusters_organisation WHERE website LIKE '%.no'"

    assert list(read_whole(plan(f"SET LOCAL enable_seqscan = off; {by_key}"))) == []
    assert list(read_whole(plan(f"SET LOCAL enable_indexscan = off; {by_nothing}"))) == ["clusters_organisation"]
    assert plan("SET LOCAL enable_seqscan = off; COMMIT") == {}
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
