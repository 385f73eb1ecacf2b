"""A standing says as well whether its end is assumed and when the cluster entered, so that both are counted in one pass.

The function is the one of migration ``moves`` with two columns more; back again, with none.
"""

from django.db import migrations, models

RENEW = """
CREATE OR REPLACE FUNCTION renew_standings(clusters bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- Two writers of one cluster take turns, so that the second one sees what the first has written.
    PERFORM FROM clusters_cluster WHERE id = ANY(clusters) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM clusters_standing WHERE cluster_id = ANY(clusters);
    INSERT INTO clusters_standing (
        cluster_id, tier_period_id, tier_id, status, period, moves, is_published, seat_id, sector_slugs,
        member_days, member_counts{columns})
    SELECT s.cluster_id, s.tier_period_id, s.tier_id, s.status, s.period, s.moves,
        c.publication = 'published', c.seat_id, c.sector_slugs,
        CASE WHEN s.last_day IS NULL THEN m.days ELSE ARRAY['0001-01-01'::date] END,
        CASE WHEN s.last_day IS NULL THEN m.counts ELSE ARRAY[count_on(s.last_day, m.days, m.counts)] END{values}
    FROM computed_standings(clusters) s
    JOIN clusters_cluster c ON c.id = s.cluster_id
    LEFT JOIN member_steps(clusters) m ON m.cluster_id = s.cluster_id{joins};
END $$;
"""
COLUMNS = ", is_end_assumed, entered_year"
# An entry whose year no source names is none; and none has happened before its day.
VALUES = """,
        coalesce(p.end_precision = 'unknown', true),
        CASE WHEN entry.start_precision <> 'unknown' AND lower(entry.period) <= lower(s.period)
            THEN extract(year FROM lower(entry.period)) END"""
JOINS = """
    LEFT JOIN clusters_tierperiod p ON p.id = s.tier_period_id
    LEFT JOIN LATERAL (
        SELECT e.period, e.start_precision FROM clusters_tierperiod e
        WHERE e.cluster_id = s.cluster_id AND e.tier_kind <> 'brand' AND e.period IS NOT NULL
        ORDER BY lower(e.period) NULLS FIRST LIMIT 1
    ) entry ON true"""


def renewing(columns: str = "", values: str = "", joins: str = "") -> str:
    """The statement that makes the function."""
    return RENEW.format(columns=columns, values=values, joins=joins)


class Migration(migrations.Migration):
    """Columns and the function that fills them; then every cluster gets its standings anew."""

    dependencies = [("clusters", "0015_presence")]
    operations = [
        migrations.RemoveIndex(model_name="standing", name="standing_tally"),
        migrations.AddField(
            model_name="standing",
            name="entered_year",
            field=models.SmallIntegerField(
                help_text="Year in which the cluster's first tier period began, once it has; NULL where not known.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="is_end_assumed",
            field=models.BooleanField(
                db_default=True,
                help_text="Whether no source names the end of the deciding tier period, or none decides.",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("is_published", True)),
                fields=["seat", "tier", "status"],
                include=("sector_slugs", "period", "is_end_assumed", "entered_year"),
                name="standing_tally",
            ),
        ),
        migrations.RunSQL(renewing(COLUMNS, VALUES, JOINS), renewing()),
        migrations.RunSQL("SELECT renew_standings(array(SELECT id FROM clusters_cluster))", migrations.RunSQL.noop),
    ]
