"""The standing of every cluster on every day, kept by the database itself.

A cluster's tier periods cut time into steps within which they say the same. The period that began last decides
the tier: active while it holds; afterwards unconfirmed where its end is assumed and no reason for it is known,
else former. A period without any year stands only where no other has begun; a cluster without periods is
unconfirmed on every day. Before its entry a cluster has no standing.

Members are counted on the day itself, and on the last day on a tier once the cluster has left. An organisation is a
member once at a time (rule ``membership_once_at_a_time``), so members are memberships.
"""

from django.db import migrations

CASCADE = """
ALTER TABLE clusters_standing ADD CONSTRAINT standing_of_cluster
FOREIGN KEY (cluster_id) REFERENCES clusters_cluster ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

COUNT = """
CREATE FUNCTION count_on(day date, days date[], counts integer[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN counts[width_bucket(day, days)];
"""

# Plans are kept for the session, and a table may have been empty when it began: never read one from end to end.
RENEW = """
CREATE FUNCTION computed_standings(clusters bigint[])
RETURNS TABLE (
    cluster_id bigint, tier_period_id bigint, tier_id bigint, status text, period daterange, last_day date)
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
        daterange(nullif(step.first, '-infinity'), step.next),
        CASE WHEN upper(deciding.period) <= step.first THEN upper(deciding.period) - 1 END
    FROM step LEFT JOIN LATERAL (
        SELECT p.* FROM clusters_tierperiod p
        WHERE p.cluster_id = step.cluster_id AND p.tier_kind <> 'brand'
            AND (p.period IS NULL OR lower(p.period) <= step.first)
        ORDER BY lower(p.period) DESC NULLS LAST, p.id DESC LIMIT 1
    ) deciding ON true;
END;

-- The days from which a cluster has another number of members, and those numbers; none where no member is known.
CREATE FUNCTION member_steps(clusters bigint[]) RETURNS TABLE (cluster_id bigint, days date[], counts integer[])
LANGUAGE sql STABLE SET enable_seqscan = off
BEGIN ATOMIC
    WITH change (cluster_id, day, number) AS (
        SELECT m.cluster_id, coalesce(lower(m.period), '0001-01-01'), 1 FROM clusters_membership m
        WHERE m.cluster_id = ANY(clusters) AND m.period IS NOT NULL
        UNION ALL
        SELECT m.cluster_id, upper(m.period), -1 FROM clusters_membership m
        WHERE m.cluster_id = ANY(clusters) AND upper(m.period) IS NOT NULL
        UNION ALL
        SELECT DISTINCT m.cluster_id, '0001-01-01'::date, 0 FROM clusters_membership m
        WHERE m.cluster_id = ANY(clusters)
    ),
    step AS (
        SELECT cluster_id, day, sum(sum(number)) OVER (PARTITION BY cluster_id ORDER BY day) AS count
        FROM change GROUP BY cluster_id, day
    )
    SELECT cluster_id, array_agg(day ORDER BY day), array_agg(count::integer ORDER BY day)
    FROM step GROUP BY cluster_id;
END;

CREATE FUNCTION renew_standings(clusters bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- Two writers of one cluster take turns, so that the second one sees what the first has written.
    PERFORM FROM clusters_cluster WHERE id = ANY(clusters) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM clusters_standing WHERE cluster_id = ANY(clusters);
    INSERT INTO clusters_standing (
        cluster_id, tier_period_id, tier_id, status, period, is_published, seat_id, sector_slugs,
        member_days, member_counts)
    SELECT s.cluster_id, s.tier_period_id, s.tier_id, s.status, s.period,
        c.publication = 'published', c.seat_id, c.sector_slugs,
        CASE WHEN s.last_day IS NULL THEN m.days ELSE ARRAY['0001-01-01'::date] END,
        CASE WHEN s.last_day IS NULL THEN m.counts ELSE ARRAY[count_on(s.last_day, m.days, m.counts)] END
    FROM computed_standings(clusters) s
    JOIN clusters_cluster c ON c.id = s.cluster_id
    LEFT JOIN member_steps(clusters) m ON m.cluster_id = s.cluster_id;
END $$;

CREATE FUNCTION times_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_standings(array(SELECT DISTINCT cluster_id FROM changed));
    IF TG_OP = 'UPDATE' THEN
        PERFORM renew_standings(array(SELECT cluster_id FROM former EXCEPT SELECT cluster_id FROM changed));
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION clusters_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_standings(array(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER standing_inserted AFTER INSERT ON clusters_cluster REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION clusters_inserted();

CREATE FUNCTION clusters_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_standings(array(
        SELECT id FROM (
            SELECT id, publication, seat_id, sector_slugs FROM changed
            EXCEPT SELECT id, publication, seat_id, sector_slugs FROM former) AS other));
    RETURN NULL;
END $$;
CREATE TRIGGER standing_updated AFTER UPDATE ON clusters_cluster REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION clusters_changed();
"""

# What a standing is made of beside the cluster.
TIMES = """
CREATE TRIGGER standing_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION times_changed();
CREATE TRIGGER standing_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION times_changed();
CREATE TRIGGER standing_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION times_changed();
"""
FORGET_TIMES = """
DROP TRIGGER standing_deleted ON {table};
DROP TRIGGER standing_updated ON {table};
DROP TRIGGER standing_inserted ON {table};
"""
TABLES = ("clusters_tierperiod", "clusters_membership")

FORGET = """
DROP TRIGGER standing_updated ON clusters_cluster;
DROP FUNCTION clusters_changed();
DROP TRIGGER standing_inserted ON clusters_cluster;
DROP FUNCTION clusters_inserted();
DROP FUNCTION times_changed();
DROP FUNCTION renew_standings(bigint[]);
DROP FUNCTION member_steps(bigint[]);
DROP FUNCTION computed_standings(bigint[]);
DROP FUNCTION count_on(date, date[], integer[]);
ALTER TABLE clusters_standing DROP CONSTRAINT standing_of_cluster;
"""


class Migration(migrations.Migration):
    """Functions and triggers; then every cluster gets its standings."""

    dependencies = [("clusters", "0004_related_words")]
    operations = [
        migrations.RunSQL(CASCADE + COUNT + RENEW, FORGET),
        *(migrations.RunSQL(TIMES.format(table=table), FORGET_TIMES.format(table=table)) for table in TABLES),
        migrations.RunSQL("SELECT renew_standings(array(SELECT id FROM clusters_cluster))", migrations.RunSQL.noop),
    ]
