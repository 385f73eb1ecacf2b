"""Where each cluster has members on every day, kept by the database as memberships, tiers and seats are written.

Days are those of the question: of a cluster that has left, the members of its last day on a tier count on every later
one (migration ``standing``). A membership without any year counts whenever the cluster does, as its page lists it.
"""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

CASCADE = """
ALTER TABLE clusters_memberplace ADD CONSTRAINT member_place_of_cluster
FOREIGN KEY (cluster_id) REFERENCES clusters_cluster ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
FORGET_CASCADE = "ALTER TABLE clusters_memberplace DROP CONSTRAINT member_place_of_cluster"
# Plans are kept for the session, and a table may have been empty when it began: never read one from end to end.
RENEW = """
CREATE FUNCTION renew_member_places(clusters bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM clusters_memberplace WHERE cluster_id = ANY(clusters);
    INSERT INTO clusters_memberplace (cluster_id, seat_id, is_area, period)
    WITH seat AS MATERIALIZED (
        SELECT m.cluster_id, o.seat_id, range_agg(coalesce(m.period, daterange(NULL, NULL))) AS days
        FROM clusters_membership m JOIN clusters_organisation o ON o.id = m.organisation_id
        WHERE m.cluster_id = ANY(clusters) AND o.seat_id IS NOT NULL
        GROUP BY m.cluster_id, o.seat_id
    ),
    place AS (
        SELECT cluster_id, seat_id, false AS is_area, days FROM seat
        UNION ALL
        SELECT seat.cluster_id, area.area_id, true, range_agg(seat.days)
        FROM seat JOIN regions_regionarea area USING (seat_id) GROUP BY seat.cluster_id, area.area_id
    ),
    shown AS (
        SELECT place.cluster_id, place.seat_id, place.is_area, range_agg(CASE
            WHEN standing.last_day IS NULL THEN place.days * datemultirange(standing.period)
            WHEN place.days @> standing.last_day THEN datemultirange(standing.period) END) AS days
        FROM place JOIN computed_standings(clusters) standing USING (cluster_id)
        GROUP BY place.cluster_id, place.seat_id, place.is_area
    )
    SELECT cluster_id, seat_id, is_area, unnest(days) FROM shown;
END $$;

-- Triggers run in the order of their names: "then" comes after the standings, which lock the clusters.
CREATE FUNCTION member_places_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_member_places(array(SELECT DISTINCT cluster_id FROM changed));
    IF TG_OP = 'UPDATE' THEN
        PERFORM renew_member_places(array(SELECT cluster_id FROM former EXCEPT SELECT cluster_id FROM changed));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION member_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clusters bigint[] := array(
    SELECT DISTINCT m.cluster_id FROM clusters_membership m
    WHERE m.organisation_id IN (
        SELECT id FROM (SELECT id, seat_id FROM changed EXCEPT SELECT id, seat_id FROM former) AS other)
    ORDER BY m.cluster_id);
BEGIN
    PERFORM FROM clusters_cluster WHERE id = ANY(clusters) ORDER BY id FOR NO KEY UPDATE;
    PERFORM renew_member_places(clusters);
    RETURN NULL;
END $$;
CREATE TRIGGER member_moved AFTER UPDATE ON clusters_organisation
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION member_moved();

CREATE FUNCTION areas_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_member_places(array(
        SELECT DISTINCT m.cluster_id FROM clusters_membership m JOIN clusters_organisation o ON o.id = m.organisation_id
        WHERE o.seat_id IN (SELECT seat_id FROM changed)));
    RETURN NULL;
END $$;
CREATE TRIGGER member_places_inserted AFTER INSERT ON regions_regionarea REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();
CREATE TRIGGER member_places_deleted AFTER DELETE ON regions_regionarea REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();
"""
FORGET = """
DROP TRIGGER member_places_deleted ON regions_regionarea;
DROP TRIGGER member_places_inserted ON regions_regionarea;
DROP FUNCTION areas_changed();
DROP TRIGGER member_moved ON clusters_organisation;
DROP FUNCTION member_moved();
DROP FUNCTION member_places_changed();
DROP FUNCTION renew_member_places(bigint[]);
"""
TIMES = """
CREATE TRIGGER then_member_places_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION member_places_changed();
CREATE TRIGGER then_member_places_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION member_places_changed();
CREATE TRIGGER then_member_places_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION member_places_changed();
"""
FORGET_TIMES = """
DROP TRIGGER then_member_places_deleted ON {table};
DROP TRIGGER then_member_places_updated ON {table};
DROP TRIGGER then_member_places_inserted ON {table};
"""
TABLES = ("clusters_tierperiod", "clusters_membership")
RENEW_ALL = "SELECT renew_member_places(array(SELECT id FROM clusters_cluster))"


class Migration(migrations.Migration):
    """A table, functions and triggers; then every cluster gets its rows."""

    dependencies = [("clusters", "0012_narrow_rows"), ("regions", "0005_lineage_in_time")]
    operations = [
        migrations.CreateModel(
            name="MemberPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_area", models.BooleanField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "cluster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="member_places",
                        to="clusters.cluster",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_area", True)),
                        fields=["seat", "cluster"],
                        include=("period",),
                        name="member_area",
                    ),
                    models.Index(
                        condition=models.Q(("is_area", False)),
                        fields=["seat", "cluster"],
                        include=("period",),
                        name="member_seat",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RENEW, FORGET),
        *(migrations.RunSQL(TIMES.format(table=table), FORGET_TIMES.format(table=table)) for table in TABLES),
        migrations.RunSQL(RENEW_ALL, migrations.RunSQL.noop),
        # Last: rows that wait for its check would keep the indexes from being made.
        migrations.RunSQL(CASCADE, FORGET_CASCADE),
    ]
