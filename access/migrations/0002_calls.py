from django.db import migrations

# Who asked how much in the minute: names are keyed hashes. Unlogged: after a crash a minute begins anew, no more.
TABLE = """
CREATE UNLOGGED TABLE access_calls (
    caller text PRIMARY KEY,
    minute bigint NOT NULL,
    calls bigint NOT NULL
);
CREATE INDEX access_calls_minute ON access_calls (minute);
"""

# Adds to the caller's minute and answers what all have counted. What is an hour old goes, a little each time; the own
# row is written first and rows that others hold are passed over, so that nobody waits for two.
FUNCTION = """
CREATE FUNCTION count_calls(who text, this_minute bigint, further bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE total bigint;
BEGIN
    INSERT INTO access_calls AS known (caller, minute, calls) VALUES (who, this_minute, further)
    ON CONFLICT (caller) DO UPDATE SET
        calls = further + CASE WHEN known.minute = this_minute THEN known.calls ELSE 0 END,
        minute = this_minute
    RETURNING calls INTO total;
    DELETE FROM access_calls WHERE caller IN (
        SELECT caller FROM access_calls WHERE minute < this_minute - 60 ORDER BY minute LIMIT 100 FOR UPDATE SKIP LOCKED);
    RETURN total;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_keys")]

    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE access_calls"),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION count_calls(text, bigint, bigint)"),
    ]
