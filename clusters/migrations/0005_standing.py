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

# Plans are kept for the session, and a table may have been empty when it began: never read one from end to end.
RENEW = """
CREATE FUNCTION computed_standings(clusters bigint[])
RETURNS TABLE (cluster_id bigint, tier_period_id bigint, tier_id bigint, status text, period daterange)
LANGUAGE sql STABLE SET enable_seqscan = off
BEGIN ATOMIC
    WITH day (cluster_id, day) AS (
        SELECT p.cluster_id, coalesce(lower(p.period), '-infinity') FROM clusters_tierperiod p
        WHERE p.cluster_id = ANY(clusters) AND p.tier_kind <> 'brand' AND p.period IS NOT NULL
        UNION
        SELECT p.cluster_id, upper(p.period) FROM clusters_tierperiod p
        WHERE p.cluster_id = ANY(clusters) AND p.tier_kind <> 'brand' AND upper(p.period) IS NOT NULL
        UNION
        SELECT c.id, '-infinity' FROM clusters_cluster c
        WHERE c.id = ANY(clusters) AND (
            EXISTS (
                SELECT FROM clusters_tierperiod p
                WHERE p.cluster_id = c.id AND p.tier_kind <> 'brand' AND p.period IS NULL)
            OR NOT EXISTS (
                SELECT FROM clusters_tierperiod p WHERE p.cluster_id = c.id AND p.tier_kind <> 'brand'))
    ),
    step AS (
        SELECT cluster_id, day AS first, lead(day) OVER (PARTITION BY cluster_id ORDER BY day) AS next FROM day
    )
    SELECT step.cluster_id, deciding.id, deciding.tier_id,
        CASE
            WHEN deciding.period @> step.first THEN 'active'
            WHEN deciding.id IS NULL OR (deciding.end_precision = 'unknown' AND deciding.end_reason = '')
                THEN 'unconfirmed'
            ELSE 'former'
        END,
        daterange(nullif(step.first, '-infinity'), step.next)
    FROM step LEFT JOIN LATERAL (
        SELECT p.* FROM clusters_tierperiod p
        WHERE p.cluster_id = step.cluster_id AND p.tier_kind <> 'brand'
            AND (p.period IS NULL OR lower(p.period) <= step.first)
        ORDER BY lower(p.period) DESC NULLS LAST, p.id DESC LIMIT 1
    ) deciding ON true;
END;

CREATE FUNCTION renew_standings(clusters bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- Two writers of one cluster's tier periods take turns, so that the second one sees what the first has written.
    PERFORM FROM clusters_cluster WHERE id = ANY(clusters) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM clusters_standing WHERE cluster_id = ANY(clusters);
    INSERT INTO clusters_standing (cluster_id, tier_period_id, tier_id, status, period)
    SELECT computed.* FROM computed_standings(clusters) computed
    JOIN clusters_cluster ON clusters_cluster.id = computed.cluster_id;
END $$;

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
DROP FUNCTION computed_standings(bigint[]);
ALTER TABLE clusters_standing DROP CONSTRAINT standing_of_cluster;
"""


class Migration(migrations.Migration):
    """A view, functions and triggers; then every cluster gets its standings."""

    dependencies = [("clusters", "0004_related_words")]
    operations = [
        migrations.RunSQL(CASCADE + RENEW, FORGET),
        migrations.RunSQL("SELECT renew_standings(array(SELECT id FROM clusters_cluster))", migrations.RunSQL.noop),
    ]
