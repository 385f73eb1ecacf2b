"""The lineage of every seat, kept by the database itself.

A municipality answers to itself, to what it came from and became, and to all their counties. Along the
way a merger or split is followed by its main line where one is marked, else by every line. A county
answers to a county of another era when at least half of its municipalities do.
"""

from django.db import migrations

LINEAGE = """
CREATE VIEW regions_computed_lineage AS
WITH RECURSIVE
step (seat_id, region_id, direction) AS (
    SELECT id, id, direction FROM regions_region, (VALUES ('forward'), ('backward')) AS ways (direction)
    WHERE level = 'municipality'
    UNION
    SELECT step.seat_id, line.target_id, step.direction
    FROM step JOIN line ON line.region_id = step.region_id AND line.direction = step.direction
),
line (region_id, target_id, direction) AS (
    SELECT s.predecessor_id, s.successor_id, 'forward'
    FROM regions_regionsuccession s JOIN regions_region r ON r.id = s.predecessor_id AND upper(r.period) <= s.date
    WHERE s.is_main OR NOT EXISTS (
        SELECT FROM regions_regionsuccession m
        WHERE m.predecessor_id = s.predecessor_id AND m.date = s.date AND m.is_main)
    UNION ALL
    SELECT s.successor_id, s.predecessor_id, 'backward'
    FROM regions_regionsuccession s JOIN regions_region r ON r.id = s.successor_id AND lower(r.period) = s.date
    WHERE s.is_main OR NOT EXISTS (
        SELECT FROM regions_regionsuccession m
        WHERE m.successor_id = s.successor_id AND m.date = s.date AND m.is_main)
),
municipality (seat_id, region_id) AS (
    SELECT seat_id, region_id FROM step
    UNION
    SELECT step.seat_id, region.parent_id FROM step JOIN regions_region region ON region.id = step.region_id
    WHERE region.parent_id IS NOT NULL
),
county (seat_id, region_id) AS (
    SELECT part.parent_id, municipality.region_id
    FROM municipality
    JOIN regions_region part ON part.id = municipality.seat_id
    JOIN regions_region other ON other.id = municipality.region_id AND other.level = 'county'
    WHERE part.parent_id IS NOT NULL
    GROUP BY part.parent_id, municipality.region_id
    HAVING count(*) * 2 >= (SELECT count(*) FROM regions_region r WHERE r.parent_id = part.parent_id)
),
answers (seat_id, region_id) AS (
    SELECT seat_id, region_id FROM municipality
    UNION SELECT seat_id, region_id FROM county
    UNION SELECT id, id FROM regions_region
)
SELECT seat_id, region_id FROM answers
UNION
SELECT answers.seat_id, region.parent_id FROM answers
JOIN regions_region region ON region.id = answers.region_id WHERE region.parent_id IS NOT NULL;
"""

REBUILD = """
CREATE FUNCTION rebuild_region_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE wanted_lineage ON COMMIT DROP AS SELECT * FROM regions_computed_lineage;
    DELETE FROM regions_regionlineage l
    WHERE NOT EXISTS (SELECT FROM wanted_lineage w WHERE w.seat_id = l.seat_id AND w.region_id = l.region_id);
    INSERT INTO regions_regionlineage (seat_id, region_id)
    SELECT w.seat_id, w.region_id FROM wanted_lineage w ON CONFLICT DO NOTHING;
    DROP TABLE wanted_lineage;
    RETURN NULL;
END $$;
CREATE TRIGGER region_lineage AFTER INSERT OR UPDATE OR DELETE ON regions_region
FOR EACH STATEMENT EXECUTE FUNCTION rebuild_region_lineage();
CREATE TRIGGER region_lineage AFTER INSERT OR UPDATE OR DELETE ON regions_regionsuccession
FOR EACH STATEMENT EXECUTE FUNCTION rebuild_region_lineage();
"""

FORGET = """
DROP TRIGGER region_lineage ON regions_region;
DROP TRIGGER region_lineage ON regions_regionsuccession;
DROP FUNCTION rebuild_region_lineage();
DROP VIEW regions_computed_lineage;
"""


class Migration(migrations.Migration):
    """Functions and triggers only; the table comes with the models."""

    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunSQL(LINEAGE + REBUILD, FORGET)]
