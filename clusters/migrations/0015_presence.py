"""Which organisations are members of a cluster on a tier on every day, and how many, counted as things are written.

A cluster is on a tier while one of its level periods holds, so the days of an organisation are those that one of its
memberships and a level period of the same cluster have in common.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

DAYS = """
-- Whether an odd number of the days has come.
CREATE FUNCTION holds_on(day date, days date[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN width_bucket(day, days) % 2 = 1;

-- The first day of each range and the day after its last, in turn; ranges of a multirange never touch.
CREATE FUNCTION bounding_days(ranges datemultirange) RETURNS date[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(day ORDER BY day), '{}')
    FROM unnest(ranges) AS one (range), unnest(ARRAY[coalesce(lower(range), '0001-01-01'), upper(range)]) AS day
    WHERE day IS NOT NULL);
"""

# Triggers run in the order of their names: these come after standings and participations, and lock in the same order,
# clusters before organisations. What has changed is found by EXCEPT: a plan for a join is kept for the session, and one
# made for a few rows takes minutes for fifty thousand.
RENEW = """
CREATE FUNCTION renew_presences(organisations bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- Two writers of one organisation take turns, so that the second one sees what the first has written.
    PERFORM FROM clusters_organisation WHERE id = ANY(organisations) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM clusters_presence WHERE organisation_id = ANY(organisations);
    INSERT INTO clusters_presence (organisation_id, kind, active_days, confirmed_days)
    SELECT o.id, o.kind, bounding_days(range_agg(m.period * p.period)),
        coalesce(bounding_days(range_agg(m.period * p.period)
            FILTER (WHERE m.end_precision <> 'unknown' AND p.end_precision <> 'unknown')), '{}')
    FROM clusters_membership m
    JOIN clusters_organisation o ON o.id = m.organisation_id AND o.merged_into_id IS NULL
    JOIN clusters_cluster c ON c.id = m.cluster_id AND c.publication = 'published'
    JOIN clusters_tierperiod p ON p.cluster_id = m.cluster_id AND p.tier_kind <> 'brand' AND p.period && m.period
    WHERE m.organisation_id = ANY(organisations)
    GROUP BY o.id;
END $$;

CREATE FUNCTION presences_of_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_presences(array(SELECT DISTINCT organisation_id FROM changed));
    IF TG_OP = 'UPDATE' THEN
        PERFORM renew_presences(array(SELECT organisation_id FROM former EXCEPT SELECT organisation_id FROM changed));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION presences_of_periods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_presences(array(
        SELECT DISTINCT m.organisation_id FROM clusters_membership m
        WHERE m.cluster_id IN (SELECT cluster_id FROM changed)));
    IF TG_OP = 'UPDATE' THEN
        PERFORM renew_presences(array(
            SELECT DISTINCT m.organisation_id FROM clusters_membership m
            WHERE m.cluster_id IN (SELECT cluster_id FROM former EXCEPT SELECT cluster_id FROM changed)));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION presences_of_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_presences(array(
        SELECT DISTINCT m.organisation_id FROM clusters_membership m
        WHERE m.cluster_id IN (
            SELECT id FROM (SELECT id, publication FROM changed EXCEPT SELECT id, publication FROM former) AS other)));
    RETURN NULL;
END $$;
CREATE TRIGGER publication_then_presence AFTER UPDATE ON clusters_cluster
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION presences_of_publication();

CREATE FUNCTION presences_of_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_presences(array(
        SELECT id FROM (
            SELECT id, kind, merged_into_id FROM changed EXCEPT SELECT id, kind, merged_into_id FROM former) AS other));
    RETURN NULL;
END $$;
CREATE TRIGGER then_presence_updated AFTER UPDATE ON clusters_organisation
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION presences_of_organisations();
"""
FORGET = """
DROP TRIGGER then_presence_updated ON clusters_organisation;
DROP FUNCTION presences_of_organisations();
DROP TRIGGER publication_then_presence ON clusters_cluster;
DROP FUNCTION presences_of_publication();
DROP FUNCTION presences_of_periods();
DROP FUNCTION presences_of_memberships();
DROP FUNCTION renew_presences(bigint[]);
DROP FUNCTION bounding_days(datemultirange);
DROP FUNCTION holds_on(date, date[]);
"""

# What a presence is made of beside the organisation and the cluster.
TIMES = """
CREATE TRIGGER then_presence_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER then_presence_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER then_presence_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
FORGET_TIMES = """
DROP TRIGGER then_presence_deleted ON {table};
DROP TRIGGER then_presence_updated ON {table};
DROP TRIGGER then_presence_inserted ON {table};
"""
TABLES = {"clusters_membership": "presences_of_memberships", "clusters_tierperiod": "presences_of_periods"}

# Rows that another transaction holds are left to themselves: they add up all the same.
TALLY = """
CREATE FUNCTION tally_members(kinds text[], confirmed boolean[], days date[], numbers integer[]) RETURNS void
LANGUAGE sql AS $$
    WITH change AS (
        SELECT kind, is_confirmed, day, sum(number)::integer AS organisations
        FROM unnest(kinds, confirmed, days, numbers) AS one (kind, is_confirmed, day, number)
        GROUP BY kind, is_confirmed, day HAVING sum(number) <> 0
    ),
    folded_in AS (
        DELETE FROM clusters_membertally WHERE id IN (
            SELECT t.id FROM clusters_membertally t JOIN change USING (kind, is_confirmed, day)
            FOR UPDATE OF t SKIP LOCKED)
        RETURNING kind, is_confirmed, day, organisations
    )
    INSERT INTO clusters_membertally (kind, is_confirmed, day, organisations)
    SELECT kind, is_confirmed, day, sum(organisations) FROM (TABLE change UNION ALL TABLE folded_in) AS row
    GROUP BY kind, is_confirmed, day HAVING sum(organisations) <> 0;
$$;

CREATE FUNCTION presences_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    PERFORM tally_members(array_agg(kind::text), array_agg(is_confirmed), array_agg(day), array_agg(number)) FROM (
        SELECT kind, is_confirmed, day, sign * sum(CASE place % 2 WHEN 1 THEN 1 ELSE -1 END)::integer AS number
        FROM changed
        CROSS JOIN LATERAL (VALUES (false, active_days), (true, confirmed_days)) AS measure (is_confirmed, days)
        CROSS JOIN LATERAL unnest(days) WITH ORDINALITY AS bound (day, place)
        GROUP BY kind, is_confirmed, day
    ) AS step;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_inserted AFTER INSERT ON clusters_presence REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION presences_changed();
CREATE TRIGGER tally_deleted AFTER DELETE ON clusters_presence REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION presences_changed();
"""
FORGET_TALLY = """
DROP TRIGGER tally_deleted ON clusters_presence;
DROP TRIGGER tally_inserted ON clusters_presence;
DROP FUNCTION presences_changed();
DROP FUNCTION tally_members(text[], boolean[], date[], integer[]);
"""
RENEW_ALL = "SELECT renew_presences(array(SELECT DISTINCT organisation_id FROM clusters_membership))"


class Migration(migrations.Migration):
    """Tables, functions and triggers; then every member gets its days."""

    dependencies = [
        ("clusters", "0014_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="presence",
                        serialize=False,
                        to="clusters.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "company"),
                            ("knowledge-institution", "knowledge institution"),
                            ("entrepreneur", "entrepreneur"),
                            ("public-body", "public body"),
                            ("investor", "investor"),
                            ("other", "other"),
                        ],
                        max_length=21,
                    ),
                ),
                (
                    "active_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        help_text="Days on which it began and ceased to be a member, in turn.",
                        size=None,
                    ),
                ),
                (
                    "confirmed_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        help_text="The same out of memberships and tier periods whose ends are confirmed.",
                        size=None,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MemberTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "company"),
                            ("knowledge-institution", "knowledge institution"),
                            ("entrepreneur", "entrepreneur"),
                            ("public-body", "public body"),
                            ("investor", "investor"),
                            ("other", "other"),
                        ],
                        max_length=21,
                    ),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(help_text="Whether only what rests on no assumed end is counted."),
                ),
                ("day", models.DateField()),
                ("organisations", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "is_confirmed", "day"], name="member_tally_by_day")],
            },
        ),
        migrations.RunSQL(DAYS + RENEW, FORGET),
        *(
            migrations.RunSQL(TIMES.format(table=table, function=function), FORGET_TIMES.format(table=table))
            for table, function in TABLES.items()
        ),
        migrations.RunSQL(TALLY, FORGET_TALLY),
        migrations.RunSQL(RENEW_ALL, migrations.RunSQL.noop),
    ]
