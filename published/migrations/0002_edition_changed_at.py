"""When the edition became what it is."""

from importlib import import_module

import django.db.models.functions.datetime
from django.db import migrations, models

# As before (migration `changes`), with the moment: the new row's is never before those it folds in.
PUBLISH_EDITION = """
CREATE OR REPLACE FUNCTION publish_edition() RETURNS bigint
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
        RETURNING commits, changed_at
    )
    INSERT INTO published_edition (commits, changed_at)
    SELECT 1 + coalesce(sum(commits), 0), greatest(clock_timestamp(), max(changed_at)) FROM folded;
    RETURN own;
END $$;
"""

# A transaction may work for a minute after its first change; others see it only at its end, and that is the moment.
AT_THE_END = """
CREATE FUNCTION publish_moment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE published_edition SET changed_at = greatest(clock_timestamp(), changed_at) WHERE id = NEW.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION publish_moment() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER publish_moment AFTER INSERT ON published_edition
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION publish_moment();
"""

# An empty registry has an edition, too.
FIRST = "INSERT INTO published_edition (commits) SELECT 0 WHERE NOT EXISTS (SELECT FROM published_edition)"


AS_BEFORE = import_module("published.migrations.0001_changes").PUBLISH_EDITION.replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    dependencies = [("published", "0001_changes")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), help_text="The end of the latest of them."
            ),
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(
            AT_THE_END, "DROP TRIGGER publish_moment ON published_edition; DROP FUNCTION publish_moment()"
        ),
        migrations.RunSQL(PUBLISH_EDITION, AS_BEFORE),
    ]
