"""The fence around history, tried on the real server as the application's own role."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Identifier

from clusters.models import Cluster
from history.checks import check_fence
from history.fence import FenceError, Role, put_up
from history.fenced import event_tables, faults, log_tables, recorded_models, recording_functions
from history.ownership import as_owner
from tests.database import own_database, owner_address

pytestmark = pytest.mark.django_db

ATTEMPTS = {
    "rewrite an event": "UPDATE clusters_clusterevent SET name = 'Noe annet'",
    "delete an event": "DELETE FROM clusters_clusterevent",
    "empty the events": "TRUNCATE clusters_clusterevent",
    "forge an event": (
        "INSERT INTO clusters_clusterevent (pgh_created_at, pgh_label, pgh_obj_id, id, name, slug)"
        " VALUES (now(), 'update', 1, 1, 'Aldri hett dette', 'aldri')"
    ),
    "switch a trigger off": "ALTER TABLE clusters_cluster DISABLE TRIGGER ALL",
    "switch all triggers off": "ALTER TABLE clusters_cluster DISABLE TRIGGER USER",
    "drop a trigger": "DROP TRIGGER {trigger} ON clusters_cluster",
    "switch triggers off for the session": "SET session_replication_role = replica",
    "replace the recording function": (
        "CREATE OR REPLACE FUNCTION public.{trigger}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ),
    "replace the function that silences": (
        "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
        " LANGUAGE sql AS 'SELECT true'"
    ),
    "empty a recorded table": "TRUNCATE clusters_cluster CASCADE",
    "use a trigger on a table of one's own": (
        "CREATE TEMPORARY TABLE forged (LIKE clusters_cluster);"
        "CREATE TRIGGER forge AFTER INSERT ON forged FOR EACH ROW EXECUTE FUNCTION public.{trigger}()"
    ),
    "become the owner": "SET ROLE {owner}",
    "be the owner for the session": "SET SESSION AUTHORIZATION {owner}",
    "drop the events": "DROP TABLE clusters_clusterevent",
    "make a table": "CREATE TABLE public.clusters_shadow ()",
    "forget a migration": "DELETE FROM django_migrations",
}


def recording_trigger() -> str:
    """The trigger, and function, that records new clusters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'clusters_cluster'::regclass AND tgname LIKE %s",
            ["pgtrigger_insert_insert%"],
        )
        return str(cursor.fetchone()[0])


def owner() -> str:
    """The role that owns the tables."""
    return str(conninfo_to_dict(owner_address(own_database()))["user"])


def test_the_tests_speak_to_the_database_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        assert set(cursor.fetchone()) == {connection.settings_dict["USER"]}
    assert connection.settings_dict["USER"] != owner()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_application_may_not(attempt: str) -> None:
    statement = ATTEMPTS[attempt].format(trigger=recording_trigger(), owner=owner())

    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(refusal.value.__cause__, InsufficientPrivilege), refusal.value


def test_the_setting_that_silences_triggers_is_not_obeyed_for_the_application() -> None:
    events = Cluster.pgh_event_model.objects.filter(slug="gce-node")  # type: ignore[attr-defined]
    before = events.count()
    every = "{" + ",".join(recording_functions()) + "}"

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [every])
    Cluster.objects.filter(slug="gce-node").update(acronym="NODE")

    assert events.count() == before + 1


def test_a_temporary_table_with_the_name_of_an_event_table_catches_no_event() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE clusters_clusterevent (LIKE public.clusters_clusterevent)")
        cursor.execute("UPDATE public.clusters_cluster SET acronym = 'NODE' WHERE slug = 'gce-node'")
        cursor.execute("SELECT count(*) FROM pg_temp.clusters_clusterevent")
        caught = cursor.fetchone()[0]
        cursor.execute("SELECT acronym FROM public.clusters_clusterevent ORDER BY pgh_id DESC LIMIT 1")
        assert (caught, cursor.fetchone()[0]) == (0, "NODE")


def test_the_fence_stands_around_every_event_table_and_every_recorded_one() -> None:
    assert faults() == []
    assert check_fence(databases=["default"]) == []
    assert log_tables() == ["staff_securityevent"]
    assert len(event_tables()) == len(recorded_models()) > 20
    assert len(recording_functions()) == 3 * len(recorded_models())


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_new_tables_inside_and_mends_the_fence() -> None:
    application = Identifier(connection.settings_dict["USER"])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE clusters_novelty AS SELECT 'Havvind' AS name")
        cursor.execute(SQL("GRANT UPDATE ON clusters_clusterevent TO {}").format(application))
        cursor.execute(SQL("GRANT DELETE ON staff_securityevent TO {}").format(application))
        cursor.execute(SQL("ALTER FUNCTION {}() SECURITY INVOKER").format(Identifier(recording_trigger())))
    open_before = {fault.kind for fault in faults()}

    call_command("migrate", verbosity=0)

    assert open_before == {"events", "functions", "logs"}
    assert faults() == []
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO clusters_novelty VALUES ('Grønn skipsfart')")
        cursor.execute("SELECT count(*) FROM clusters_novelty")
        assert cursor.fetchone()[0] == 2


@pytest.mark.django_db(transaction=True)
def test_a_check_of_the_deployment_says_when_the_application_is_the_owner() -> None:
    with as_owner():
        [warning] = check_fence(databases=["default"])

    assert "can rewrite its own history" in str(warning.msg)
    assert "DATABASE_OWNER_URL" in str(warning.msg)


@pytest.mark.django_db(transaction=True)
def test_a_role_that_no_fence_holds_is_refused() -> None:
    with as_owner(), pytest.raises(FenceError, match="give the application a role of its own"):
        put_up(Role(str(connection.settings_dict["USER"])))


@pytest.mark.django_db(transaction=True)
def test_grant_application_role_says_what_it_did_and_needs_an_owner(
    capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    call_command("grant_application_role")
    settings.OWNER_DATABASE = None  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="DATABASE_OWNER_URL is not set"):
        call_command("grant_application_role")

    assert "cannot alter its history" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_an_owner_without_the_right_to_make_roles_is_told_what_to_ask_for() -> None:
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE humble_owner")
        cursor.execute("SET LOCAL ROLE humble_owner")
        with pytest.raises(FenceError, match="CREATE ROLE nobody_made_it LOGIN"), transaction.atomic():
            put_up(Role("nobody_made_it"))
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_role_that_is_missing_is_made_with_the_password_of_its_address() -> None:
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        put_up(Role("made_for_the_test", "hemmelig"))
        cursor.execute("SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = 'made_for_the_test'")
        may_log_in, password = cursor.fetchone()
        transaction.set_rollback(True)

    assert may_log_in
    assert password.startswith("SCRAM-SHA-256$")


def test_even_the_owner_meets_the_guard_of_the_events() -> None:
    with psycopg.connect(owner_address(own_database())) as owner, pytest.raises(psycopg.Error, match="Cannot update"):
        owner.execute("UPDATE clusters_clusterevent SET name = 'Noe annet'")
