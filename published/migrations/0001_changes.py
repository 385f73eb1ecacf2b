"""Tables of what was published and when, and the functions that write them."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

# Called once, so that its last value is one that was given.
POSITIONS = "CREATE SEQUENCE published_position; SELECT nextval('published_position')"

# Every transaction that publishes holds a lock that all may share, named by a number below its own, before it gets that
# (20140801 is the class of these locks):
# whoever reads knows by the locks which numbers may still come (published_horizon). A setting for the rest of the
# transaction keeps the number; a savepoint that is rolled back takes lock, setting and rows along. Only the owner of the
# tables may use the sequence.
PUBLISH_EDITION = """
CREATE FUNCTION publish_edition() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE own bigint := nullif(current_setting('published.position', true), '')::bigint;
BEGIN
    IF own IS NOT NULL THEN
        RETURN own;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(20140801, last_value::integer) FROM published_position;
    own := nextval('published_position');
    PERFORM set_config('published.position', own::text, true);
    WITH folded AS (
        DELETE FROM published_edition WHERE id IN (SELECT id FROM published_edition FOR UPDATE SKIP LOCKED)
        RETURNING commits
    )
    INSERT INTO published_edition (commits) SELECT 1 + coalesce(sum(commits), 0) FROM folded;
    RETURN own;
END $$;
"""

# First the last number that was given, then who is still at work: the other way round somebody could slip between.
HORIZON = """
CREATE FUNCTION published_horizon() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE given bigint := last_value FROM published_position;
BEGIN
    RETURN least(given, (
        SELECT min(objid::bigint) FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 20140801 AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())));
END $$;
"""

# What one transaction does to one record is one row: whoever reads it sees the record as it was left.
PUBLISH_CHANGE = """
CREATE FUNCTION publish_change(
    named text, number bigint, by text, done text, differing text[] DEFAULT '{}', successor bigint DEFAULT NULL
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    own bigint := publish_edition();
    before record;
BEGIN
    SELECT id, action, fields INTO before FROM published_publishedchange
    WHERE transaction = own AND resource = named AND record_id = number;
    IF NOT FOUND THEN
        INSERT INTO published_publishedchange
            (transaction, position, resource, record_id, key, action, fields, successor_id)
        VALUES (own, greatest(own, (
                SELECT max(position) FROM published_publishedchange WHERE resource = named AND record_id = number)),
            named, number, by, done, differing, successor);
    ELSIF before.action = 'created' AND done NOT IN ('created', 'changed') THEN
        DELETE FROM published_publishedchange WHERE id = before.id;
    ELSE
        UPDATE published_publishedchange SET
            action = CASE WHEN before.action = 'created' THEN 'created' ELSE done END,
            fields = CASE WHEN before.action = 'changed' AND done = 'changed' THEN
                array(SELECT DISTINCT unnest(before.fields || differing) ORDER BY 1) ELSE '{}' END,
            key = by,
            successor_id = successor
        WHERE id = before.id;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """Two tables, a sequence and three functions."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commits", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PublishedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction", models.BigIntegerField(help_text="Its number, from a sequence.")),
                ("position", models.BigIntegerField()),
                ("resource", models.CharField(max_length=20)),
                ("record_id", models.BigIntegerField()),
                ("key", models.TextField(help_text="What named the record in its address at the time.")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("changed", "Changed"),
                            ("merged", "Merged"),
                            ("withdrawn", "Withdrawn"),
                            ("removed", "Removed"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=[],
                        help_text="What differs, as the API names it.",
                        size=None,
                    ),
                ),
                ("successor_id", models.BigIntegerField(help_text="The record that a merged one became.", null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["position", "id"], name="published_change_in_order"),
                    models.Index(fields=["resource", "record_id", "-position"], name="published_change_of_record"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transaction", "resource", "record_id"), name="published_change_once_a_transaction"
                    )
                ],
            },
        ),
        migrations.RunSQL(POSITIONS, "DROP SEQUENCE published_position"),
        migrations.RunSQL(PUBLISH_EDITION, "DROP FUNCTION publish_edition()"),
        migrations.RunSQL(PUBLISH_CHANGE, "DROP FUNCTION publish_change(text, bigint, text, text, text[], bigint)"),
        migrations.RunSQL(HORIZON, "DROP FUNCTION published_horizon()"),
    ]
