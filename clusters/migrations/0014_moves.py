"""How every cluster has moved between the tiers by each day, kept in its standings.

A move is ``arena~nce``: from one level period straight to the next, however long a cluster stood outside between the
two. ``outside~arena`` is its entry, ``nce~outside`` that its last period has ended by the day. Brands and periods
without years move nobody, and a further period on the same tier is no move.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

#: The functions as they were: all of that migration's but the triggers that call them.
WITHOUT_MOVES, _triggers = import_module("clusters.migrations.0005_standing").RENEW.split(
    "CREATE FUNCTION times_changed", maxsplit=1
)

FORGET = """
DROP FUNCTION renew_standings(bigint[]);
DROP FUNCTION computed_standings(bigint[]);
"""

RENEW = """
CREATE FUNCTION computed_standings(clusters bigint[])
RETURNS TABLE (
    cluster_id bigint, tier_period_id bigint, tier_id bigint, status text, period daterange, last_day date,
    moves text[])
LANGUAGE sql STABLE SET enable_seqscan = off
BEGIN ATOMIC
    WITH day (cluster_id, day) AS (
        SELECT p.cluster_id, coalesce(lower(p.period), '-infinity') FROM clusters_tierperiod p
        WHERE p.cluster_id = ANY(clusters) AND p.tier_kind <> 'brand'
        UNION
        SELECT p.cluster_id, upper(p.period) FROM clusters_tierperiod p
        WHERE p.cluster_id = ANY(clusters) AND p.tier_kind <> 'brand' AND upper(p.period) IS NOT NULL
        UNION
        SELECT c.id, '-infinity' FROM clusters_cluster c
        WHERE c.id = ANY(clusters) AND NOT EXISTS (
            SELECT FROM clusters_tierperiod p WHERE p.cluster_id = c.id AND p.tier_kind <> 'brand')
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
        CASE WHEN upper(deciding.period) <= step.first THEN upper(deciding.period) - 1 END,
        coalesce(walk.moves, '{}')
            || CASE WHEN upper(deciding.period) <= step.first THEN ARRAY[deciding.code || '~outside'] ELSE '{}' END
    FROM step
    LEFT JOIN LATERAL (
        SELECT p.*, t.code FROM clusters_tierperiod p JOIN programmes_tier t ON t.id = p.tier_id
        WHERE p.cluster_id = step.cluster_id AND p.tier_kind <> 'brand'
            AND (p.period IS NULL OR lower(p.period) <= step.first)
        ORDER BY lower(p.period) DESC NULLS LAST, p.id DESC LIMIT 1
    ) deciding ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT walked.before || '~' || walked.after) AS moves FROM (
            SELECT lag(t.code, 1, 'outside') OVER (ORDER BY lower(p.period), p.id) AS before, t.code AS after
            FROM clusters_tierperiod p JOIN programmes_tier t ON t.id = p.tier_id
            WHERE p.cluster_id = step.cluster_id AND p.tier_kind <> 'brand' AND lower(p.period) <= step.first
        ) walked WHERE walked.before <> walked.after
    ) walk ON true;
END;

CREATE FUNCTION renew_standings(clusters bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- Two writers of one cluster take turns, so that the second one sees what the first has written.
    PERFORM FROM clusters_cluster WHERE id = ANY(clusters) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM clusters_standing WHERE cluster_id = ANY(clusters);
    INSERT INTO clusters_standing (
        cluster_id, tier_period_id, tier_id, status, period, moves, is_published, seat_id, sector_slugs,
        member_days, member_counts)
    SELECT s.cluster_id, s.tier_period_id, s.tier_id, s.status, s.period, s.moves,
        c.publication = 'published', c.seat_id, c.sector_slugs,
        CASE WHEN s.last_day IS NULL THEN m.days ELSE ARRAY['0001-01-01'::date] END,
        CASE WHEN s.last_day IS NULL THEN m.counts ELSE ARRAY[count_on(s.last_day, m.days, m.counts)] END
    FROM computed_standings(clusters) s
    JOIN clusters_cluster c ON c.id = s.cluster_id
    LEFT JOIN member_steps(clusters) m ON m.cluster_id = s.cluster_id;
END $$;
"""

# Moves are told by the codes of tiers. A code seldom changes; when it does, so do they.
RENAMED = """
CREATE FUNCTION tier_code_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_standings(array(SELECT DISTINCT cluster_id FROM clusters_tierperiod WHERE tier_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER moves_renamed AFTER UPDATE OF code ON programmes_tier
FOR EACH ROW WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION tier_code_changed();
"""
KEEP_NAMES = """
DROP TRIGGER moves_renamed ON programmes_tier;
DROP FUNCTION tier_code_changed();
"""


class Migration(migrations.Migration):
    """The column; the functions that write it; then every cluster gets its moves."""

    dependencies = [("clusters", "0013_member_places"), ("programmes", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="standing",
            name="moves",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=[],
                help_text="How the cluster has moved between the tiers by then, such as arena~nce.",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=django.contrib.postgres.indexes.GinIndex(fields=["moves"], name="standing_moves"),
        ),
        migrations.RunSQL(FORGET + RENEW, f"{FORGET} DROP FUNCTION member_steps(bigint[]); {WITHOUT_MOVES}"),
        migrations.RunSQL(RENAMED, KEEP_NAMES),
        migrations.RunSQL("SELECT renew_standings(array(SELECT id FROM clusters_cluster))", migrations.RunSQL.noop),
    ]
