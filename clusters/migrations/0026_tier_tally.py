"""How many clusters have which standing on which tier, counted day by day as standings are written."""

import django.db.models.deletion
from django.db import migrations, models

# Standings are deleted and inserted, never updated. Rows that another transaction holds are left to themselves: they
# add up all the same.
TALLY = """
CREATE FUNCTION tally_standings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    WITH change AS MATERIALIZED (
        SELECT tier_id, status, is_end_assumed, day, sign * sum(step)::integer AS clusters
        FROM changed
        CROSS JOIN LATERAL (VALUES (coalesce(lower(period), '0001-01-01'), 1), (upper(period), -1)) AS bound (day, step)
        WHERE is_published AND day IS NOT NULL
        GROUP BY tier_id, status, is_end_assumed, day HAVING sum(step) <> 0
    ),
    folded_in AS (
        DELETE FROM clusters_tiertally WHERE id IN (
            SELECT t.id FROM clusters_tiertally t
            JOIN change ON change.day = t.day AND change.status = t.status
                AND change.is_end_assumed = t.is_end_assumed AND change.tier_id IS NOT DISTINCT FROM t.tier_id
            FOR UPDATE OF t SKIP LOCKED)
        RETURNING tier_id, status, is_end_assumed, day, clusters
    )
    INSERT INTO clusters_tiertally (tier_id, status, is_end_assumed, day, clusters)
    SELECT tier_id, status, is_end_assumed, day, sum(clusters) FROM (TABLE change UNION ALL TABLE folded_in) AS row
    GROUP BY tier_id, status, is_end_assumed, day HAVING sum(clusters) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_inserted AFTER INSERT ON clusters_standing REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tally_standings();
CREATE TRIGGER tally_deleted AFTER DELETE ON clusters_standing REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tally_standings();

INSERT INTO clusters_tiertally (tier_id, status, is_end_assumed, day, clusters)
SELECT tier_id, status, is_end_assumed, day, sum(step)
FROM clusters_standing
CROSS JOIN LATERAL (VALUES (coalesce(lower(period), '0001-01-01'), 1), (upper(period), -1)) AS bound (day, step)
WHERE is_published AND day IS NOT NULL
GROUP BY tier_id, status, is_end_assumed, day HAVING sum(step) <> 0;
"""
FORGET = """
DROP TRIGGER tally_deleted ON clusters_standing;
DROP TRIGGER tally_inserted ON clusters_standing;
DROP FUNCTION tally_standings();
"""


class Migration(migrations.Migration):
    """A table, a function and its triggers; then all standings are counted."""

    dependencies = [
        ("clusters", "0025_name_in_the_business_register"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TierTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "in the programme"),
                            ("unconfirmed", "end not confirmed"),
                            ("former", "formerly in the programme"),
                        ],
                        max_length=11,
                    ),
                ),
                ("is_end_assumed", models.BooleanField(help_text="As of the standing.")),
                ("day", models.DateField()),
                ("clusters", models.IntegerField()),
                (
                    "tier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="programmes.tier",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["day", "status", "tier"],
                        include=("is_end_assumed", "clusters"),
                        name="tier_tally_by_day",
                    )
                ],
            },
        ),
        migrations.RunSQL(TALLY, FORGET),
    ]
