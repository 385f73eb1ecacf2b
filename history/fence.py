"""The fence around history: a role for the application that can neither alter events nor silence their triggers.

The owner of the tables puts it up, anew after every migration, so that new tables are within it by themselves:

- events can be read, and come into being only by the triggers of what they record, which write them as the owner;
- logs that are only added to can be read and added to;
- nobody but the owner may run a trigger's function elsewhere, say on a temporary table shaped like a recorded one;
- the session setting by which django-pgtrigger's triggers are told to do nothing is obeyed for the owner alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg.sql import SQL, Composable, Identifier, Literal

from history.fenced import event_tables, log_tables, recording_functions

#: What migrations keep and ``migrate --check`` reads.
OF_MIGRATIONS = "django_migrations"
#: Roles of the server's own that write whatever they like, or leave the database altogether.
MIGHTY = ["pg_write_all_data", "pg_write_server_files", "pg_execute_server_program", "pg_create_subscription"]

#: Without a setting the answer is short: it is asked for every row of every write.
OBEY_THE_OWNER_ALONE = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    silenced text := current_setting('pgtrigger.ignore', true);
BEGIN
    IF silenced IS NULL OR silenced = '' THEN
        RETURN false;
    END IF;
    RETURN trigger_name = ANY (silenced::text[]) AND pg_has_role(session_user, (
        SELECT proowner FROM pg_proc WHERE oid = 'public._pgtrigger_should_ignore(name)'::regprocedure
    ), 'USAGE');
END;
$$
"""
_STANDING = """
SELECT owner.rolsuper OR owner.rolcreaterole AS may_make, role.oid IS NOT NULL AS is_there,
    owner.rolsuper OR owner.rolcreaterole AND role.oid IS NOT NULL
        AND pg_has_role(owner.oid, role.oid, 'MEMBER WITH ADMIN OPTION') AS may_alter
FROM pg_roles owner LEFT JOIN pg_roles role ON role.rolname = %s WHERE owner.rolname = current_user
"""
_POWERS = """
SELECT rolname FROM pg_roles WHERE pg_has_role(%(role)s, oid, 'MEMBER')
AND (rolsuper OR rolcreaterole OR rolreplication OR rolname = current_user OR rolname = ANY (%(mighty)s))
"""


class FenceError(RuntimeError):
    """The fence cannot be put up; the message says why and what to do."""


@dataclass(frozen=True)
class Role:
    """The application's role, with the password it is to have; empty where it logs in without one."""

    name: str
    password: str = ""


def put_up(role: Role) -> None:
    """Let the role do what the application does, and no more; the connection is the owner's.

    Makes the role when it is missing. Raises FenceError when the owner may not do that, or when the role has powers
    that no fence holds; then nothing has changed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _provide(role)
        _refuse_mighty(role.name)
        for statement in (*_grants(role.name), SQL(OBEY_THE_OWNER_ALONE), *_guards()):
            cursor.execute(statement)


def _provide(role: Role) -> None:
    """Make the role, or give it the password of its address, where roles are the owner's to make."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [role.name])
        may_make, is_there, may_alter = cursor.fetchone()
        if not is_there and not may_make:
            raise FenceError(
                f"the role {role.name} does not exist, and the owner may make none. As an administrator of the"
                f" database: CREATE ROLE {role.name} LOGIN PASSWORD '…'; then run this again"
            )
        verb = "CREATE" if not is_there else "ALTER" if may_alter and role.password else None
        if verb:
            cursor.execute(SQL("{} ROLE {} LOGIN {}").format(SQL(verb), Identifier(role.name), _password(role)))


def _password(role: Role) -> Composable:
    """The password as a hash, so that it stands in no log of the server."""
    if not role.password:
        return SQL("")
    connection.ensure_connection()
    secret = connection.connection.pgconn.encrypt_password(role.password.encode(), role.name.encode(), b"scram-sha-256")
    return SQL("PASSWORD {}").format(Literal(secret.decode()))


def _refuse_mighty(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_POWERS, {"role": role, "mighty": MIGHTY})
        powers = [name for (name,) in cursor]
    if powers:
        raise FenceError(
            f"the role {role} is, or may become, one that no fence holds ({', '.join(sorted(powers))}): give the"
            " application a role of its own, without special powers"
        )


def _grants(role: str) -> Iterator[Composable]:
    """Rows of every table to read and write; events and migrations only to read; nothing to make or to empty."""
    name = Identifier(role)
    kept = SQL(", ").join(map(Identifier, (OF_MIGRATIONS, *event_tables())))
    yield SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(name)
    yield SQL("GRANT USAGE ON SCHEMA public TO {}").format(name)
    yield SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}").format(name)
    yield SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(name)
    yield SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(kept, name)
    for log in map(Identifier, log_tables()):
        yield SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(log, name)
    # Ids for rows that refer to each other are taken before any of them is written; a sequence cannot be set back.
    yield SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name)


def _guards() -> Iterator[Composable]:
    """The triggers' functions write events as the owner, and only where the owner has put them.

    The fixed search path keeps a temporary table with the name of an event table from catching the events.
    """
    for function in map(Identifier, recording_functions()):
        yield SQL("ALTER FUNCTION public.{}() SECURITY DEFINER SET search_path = public, pg_temp").format(function)
        yield SQL("REVOKE EXECUTE ON FUNCTION public.{}() FROM PUBLIC").format(function)
