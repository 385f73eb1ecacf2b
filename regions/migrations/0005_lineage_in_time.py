"""When a seat lies in each region that it answers to, and which seats have always lain in the same counties.

A municipality lies in itself while its number is in use, then in what it became, before in what it came from, and in
their counties meanwhile. Between a number's end and the next one that is known (2018 and 2019 in Trøndelag and
Vestfold), the county is that of the one before or after, whichever was in use. A county that is a seat lies in itself while it is in use; before
and after, in each county that has at least half of its municipalities or, where none has, a real share of them.
"""

from importlib import import_module

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

LINEAGE = """
CREATE VIEW regions_computed_lineage AS
WITH RECURSIVE
line (region_id, target_id, direction, ended, began) AS (
    SELECT s.predecessor_id, s.successor_id, 'forward', upper(r.period), s.date
    FROM regions_regionsuccession s JOIN regions_region r ON r.id = s.predecessor_id AND upper(r.period) <= s.date
    WHERE s.is_main OR NOT EXISTS (
        SELECT FROM regions_regionsuccession m
        WHERE m.predecessor_id = s.predecessor_id AND m.date = s.date AND m.is_main)
    UNION ALL
    SELECT s.successor_id, s.predecessor_id, 'backward', least(upper(before.period), s.date), s.date
    FROM regions_regionsuccession s
    JOIN regions_region r ON r.id = s.successor_id AND lower(r.period) = s.date
    JOIN regions_region before ON before.id = s.predecessor_id
    WHERE s.is_main OR NOT EXISTS (
        SELECT FROM regions_regionsuccession m
        WHERE m.successor_id = s.successor_id AND m.date = s.date AND m.is_main)
),
-- Between the end of a number and the next known one, both tell the county.
place (region_id, parent_id, period, told) AS (
    SELECT r.id, r.parent_id, r.period, daterange(
        CASE WHEN NOT lower_inf(r.period) THEN least(lower(r.period), (
            SELECT min(ended) FROM line WHERE region_id = r.id AND direction = 'backward')) END,
        CASE WHEN NOT upper_inf(r.period) THEN greatest(upper(r.period), (
            SELECT max(began) FROM line WHERE region_id = r.id AND direction = 'forward')) END)
    FROM regions_region r WHERE r.level = 'municipality' AND r.period IS NOT NULL
),
step (seat_id, region_id, direction, span) AS (
    SELECT region_id, region_id, direction, told FROM place, (VALUES ('forward'), ('backward')) AS ways (direction)
    UNION
    SELECT step.seat_id, line.target_id, step.direction,
        place.told * CASE WHEN step.direction = 'forward' THEN daterange(line.ended, NULL)
            ELSE daterange(NULL, line.began) END
    FROM step
    JOIN line ON line.region_id = step.region_id AND line.direction = step.direction
    JOIN place ON place.region_id = line.target_id
),
municipality (seat_id, region_id, days) AS (
    SELECT step.seat_id, step.region_id, range_agg(step.span * place.period)
    FROM step JOIN place USING (region_id) GROUP BY step.seat_id, step.region_id
),
county (seat_id, region_id, days) AS (
    SELECT step.seat_id, place.parent_id, range_agg(step.span * county.period)
    FROM step JOIN place USING (region_id) JOIN regions_region county ON county.id = place.parent_id
    GROUP BY step.seat_id, place.parent_id
),
share (seat_id, region_id, days, share) AS (
    SELECT seat.id, county.region_id,
        range_agg(county.days) - datemultirange(seat.period),
        count(*) / (SELECT count(*) FROM place WHERE place.parent_id = seat.id)::numeric
    FROM county
    JOIN place ON place.region_id = county.seat_id AND place.parent_id <> county.region_id
    JOIN regions_region seat ON seat.id = place.parent_id AND seat.level = 'county'
    GROUP BY seat.id, county.region_id
),
answers (seat_id, region_id, days) AS (
    TABLE municipality
    UNION ALL TABLE county
    UNION ALL
    SELECT seat_id, region_id, days FROM share
    WHERE share >= 0.5 OR (share >= 0.15 AND NOT EXISTS (
        SELECT FROM share half
        WHERE half.seat_id = share.seat_id AND half.share >= 0.5 AND half.days && share.days))
    UNION ALL
    SELECT id, id, datemultirange(coalesce(period, daterange(NULL, NULL)))
    FROM regions_region WHERE level <> 'municipality' OR period IS NULL
    UNION ALL
    SELECT region.id, country.id, datemultirange(daterange(NULL, NULL))
    FROM regions_region region JOIN regions_region country ON country.level = 'country' AND region.level <> 'country'
)
SELECT seat_id, region_id, unnest(range_agg(days)) AS period FROM answers GROUP BY seat_id, region_id;
"""

# Seats of the same counties on every day are known by one of them, the first.
AREAS = """
CREATE VIEW regions_computed_areas AS
SELECT seat_id, min(seat_id) OVER (PARTITION BY counties) AS area_id
FROM (
    SELECT l.seat_id,
        array_agg((l.region_id, l.period) ORDER BY l.region_id, l.period)
            FILTER (WHERE county.level = 'county') AS counties
    FROM regions_regionlineage l JOIN regions_region county ON county.id = l.region_id
    GROUP BY l.seat_id
) seat;
"""

REBUILD = """
CREATE OR REPLACE FUNCTION rebuild_region_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE wanted_lineage ON COMMIT DROP AS SELECT * FROM regions_computed_lineage;
    DELETE FROM regions_regionlineage l WHERE NOT EXISTS (
        SELECT FROM wanted_lineage w
        WHERE w.seat_id = l.seat_id AND w.region_id = l.region_id AND w.period = l.period);
    INSERT INTO regions_regionlineage (seat_id, region_id, period)
    SELECT w.seat_id, w.region_id, w.period FROM wanted_lineage w ON CONFLICT DO NOTHING;
    DROP TABLE wanted_lineage;
    CREATE TEMPORARY TABLE wanted_areas ON COMMIT DROP AS SELECT * FROM regions_computed_areas;
    DELETE FROM regions_regionarea a
    WHERE NOT EXISTS (SELECT FROM wanted_areas w WHERE w.seat_id = a.seat_id AND w.area_id = a.area_id);
    INSERT INTO regions_regionarea (seat_id, area_id)
    SELECT w.seat_id, w.area_id FROM wanted_areas w ON CONFLICT DO NOTHING;
    DROP TABLE wanted_areas;
    RETURN NULL;
END $$;
"""

BEFORE = import_module("regions.migrations.0002_region_lineage")
FORGET = "DROP VIEW regions_computed_areas; DROP VIEW regions_computed_lineage;"
FUNCTION_BEFORE = BEFORE.REBUILD.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """A column, a table and the functions that keep them; then both are filled."""

    dependencies = [("regions", "0004_names_begin")]
    operations = [
        migrations.RunSQL("DROP VIEW regions_computed_lineage", BEFORE.LINEAGE + FUNCTION_BEFORE),
        migrations.RemoveConstraint(model_name="regionlineage", name="region_lineage_once"),
        migrations.AddField(
            model_name="regionlineage",
            name="period",
            field=django.contrib.postgres.fields.ranges.DateRangeField(default="(,)"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="regionlineage",
            constraint=models.UniqueConstraint(fields=["seat", "region", "period"], name="region_lineage_once"),
        ),
        migrations.CreateModel(
            name="RegionArea",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="area",
                        serialize=False,
                        to="regions.region",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(LINEAGE + AREAS + REBUILD, FORGET),
        # Any write makes everything anew, for the registry that is there already.
        migrations.RunSQL("UPDATE regions_region SET id = id WHERE false", migrations.RunSQL.noop),
    ]
