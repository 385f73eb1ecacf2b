"""The standing of every cluster on every day, kept by the database itself.

A cluster's tier periods cut time into steps within which they say the same. The period that began last decides
the tier: active while it holds; afterwards unconfirmed where its end is assumed and no reason for it is known,
else former. A period without any year stands only where no other has begun; a cluster without periods is
unconfirmed on every day. Before its entry a cluster has no standing.
"""

from django.db import migrations

CASCADE = """
ALTER TABLE clusters_standing ADD CONSTRAINT standing_of_cluster
FOREIGN KEY (cluster_id) REFERENCES clusters_cluster ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

COMPUTED = """
CREATE VIEW clusters_computed_standing AS
WITH level AS (
    SELECT * FROM clusters_tierperiod WHERE tier_kind <> 'brand'
),
day (cluster_id, day) AS (
    SELECT cluster_id, coalesce(lower(period), '-infinity') FROM level WHERE period IS NOT NULL
    UNION
    SELECT cluster_id, upper(period) FROM level WHERE upper(period) IS NOT NULL
    UNION
    SELECT id, '-infinity' FROM clusters_cluster c
    WHERE NOT EXISTS (SELECT FROM level WHERE cluster_id = c.id AND period IS NOT NULL)
        OR EXISTS (SELECT FROM level WHERE cluster_id = c.id AND period IS NULL)
),
step AS (
    SELECT cluster_id, day AS first, lead(day) OVER (PARTITION BY cluster_id ORDER BY day) AS next FROM day
)
SELECT step.cluster_id, deciding.id AS tier_period_id, deciding.tier_id,
    CASE
        WHEN deciding.period @> step.first THEN 'active'
        WHEN deciding.id IS NULL OR (deciding.end_precision = 'unknown' AND deciding.end_reason = '') THEN 'unconfirmed'
        ELSE 'former'
    END AS status,
    daterange(nullif(step.first, '-infinity'), step.next) AS period
FROM step LEFT JOIN LATERAL (
    SELECT level.* FROM level
    WHERE level.cluster_id = step.cluster_id AND (level.period IS NULL OR lower(level.period) <= step.first)
    ORDER BY lower(level.period) DESC NULLS LAST, level.id DESC LIMIT 1
) deciding ON true;
"""

RENEW = """
CREATE FUNCTION renew_standings(clusters bigint[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM clusters_standing s WHERE s.cluster_id = ANY(clusters) AND NOT EXISTS (
        SELECT FROM clusters_computed_standing c WHERE c.cluster_id = s.cluster_id AND c.period = s.period
            AND c.status = s.status AND c.tier_period_id IS NOT DISTINCT FROM s.tier_period_id
            AND c.tier_id IS NOT DISTINCT FROM s.tier_id);
    INSERT INTO clusters_standing (cluster_id, tier_period_id, tier_id, status, period)
    SELECT c.cluster_id, c.tier_period_id, c.tier_id, c.status, c.period
    FROM clusters_computed_standing c JOIN clusters_cluster ON clusters_cluster.id = c.cluster_id
    WHERE c.cluster_id = ANY(clusters) AND NOT EXISTS (
        SELECT FROM clusters_standing s WHERE s.cluster_id = c.cluster_id AND s.period = c.period);
END;

CREATE FUNCTION tier_periods_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_standings(array(SELECT DISTINCT cluster_id FROM changed));
    IF TG_OP = 'UPDATE' THEN
        PERFORM renew_standings(array(SELECT cluster_id FROM former EXCEPT SELECT cluster_id FROM changed));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER standing_inserted AFTER INSERT ON clusters_tierperiod REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tier_periods_changed();
CREATE TRIGGER standing_updated AFTER UPDATE ON clusters_tierperiod
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tier_periods_changed();
CREATE TRIGGER standing_deleted AFTER DELETE ON clusters_tierperiod REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tier_periods_changed();

CREATE FUNCTION clusters_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_standings(array(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER standing_inserted AFTER INSERT ON clusters_cluster REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION clusters_inserted();
"""

FORGET = """
DROP TRIGGER standing_inserted ON clusters_cluster;
DROP FUNCTION clusters_inserted();
DROP TRIGGER standing_deleted ON clusters_tierperiod;
DROP TRIGGER standing_updated ON clusters_tierperiod;
DROP TRIGGER standing_inserted ON clusters_tierperiod;
DROP FUNCTION tier_periods_changed();
DROP FUNCTION renew_standings(bigint[]);
DROP VIEW clusters_computed_standing;
ALTER TABLE clusters_standing DROP CONSTRAINT standing_of_cluster;
"""


class Migration(migrations.Migration):
    """A view, functions and triggers; then every cluster gets its standings."""

    dependencies = [("clusters", "0004_related_words")]
    operations = [
        migrations.RunSQL(CASCADE + COMPUTED + RENEW, FORGET),
        migrations.RunSQL("SELECT renew_standings(array(SELECT id FROM clusters_cluster))", migrations.RunSQL.noop),
    ]
