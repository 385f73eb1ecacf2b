"""In how many clusters each organisation is a member on every day, kept by the database as memberships are written."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# An organisation is a member of a cluster once at a time (rule membership_once_at_a_time): memberships are clusters.
# Triggers run in the order of their names: "then" comes after the standings, which lock the clusters. Whoever
# publishes a cluster locks in the same order, clusters before organisations.
RENEW = """
CREATE FUNCTION renew_participations(organisations bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- Two writers of one organisation take turns, so that the second one sees what the first has written.
    PERFORM FROM clusters_organisation WHERE id = ANY(organisations) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM clusters_participation WHERE organisation_id = ANY(organisations);
    INSERT INTO clusters_participation (organisation_id, cluster_days, cluster_counts, most_clusters)
    WITH membership AS MATERIALIZED (
        SELECT m.organisation_id, m.period
        FROM clusters_membership m JOIN clusters_cluster c ON c.id = m.cluster_id AND c.publication = 'published'
        WHERE m.organisation_id = ANY(organisations) AND m.period IS NOT NULL
    ),
    change (organisation_id, day, number) AS (
        SELECT organisation_id, coalesce(lower(period), '0001-01-01'), 1 FROM membership
        UNION ALL
        SELECT organisation_id, upper(period), -1 FROM membership WHERE upper(period) IS NOT NULL
        UNION ALL
        SELECT DISTINCT organisation_id, '0001-01-01'::date, 0 FROM membership
    ),
    step AS (
        SELECT organisation_id, day, sum(sum(number)) OVER (PARTITION BY organisation_id ORDER BY day)::integer AS count
        FROM change GROUP BY organisation_id, day
    )
    SELECT organisation_id, array_agg(day ORDER BY day), array_agg(count ORDER BY day), max(count)
    FROM step GROUP BY organisation_id;
END $$;

CREATE FUNCTION participations_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_participations(array(SELECT DISTINCT organisation_id FROM changed));
    IF TG_OP = 'UPDATE' THEN
        PERFORM renew_participations(array(SELECT organisation_id FROM former EXCEPT SELECT organisation_id FROM changed));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER then_participation_inserted AFTER INSERT ON clusters_membership REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION participations_changed();
CREATE TRIGGER then_participation_updated AFTER UPDATE ON clusters_membership
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION participations_changed();
CREATE TRIGGER then_participation_deleted AFTER DELETE ON clusters_membership REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION participations_changed();

CREATE FUNCTION publication_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_participations(array(
        SELECT DISTINCT m.organisation_id FROM clusters_membership m
        WHERE m.cluster_id IN (
            SELECT id FROM (SELECT id, publication FROM changed EXCEPT SELECT id, publication FROM former) AS other)));
    RETURN NULL;
END $$;
CREATE TRIGGER publication_changed AFTER UPDATE ON clusters_cluster
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION publication_changed();
"""
FORGET = """
DROP TRIGGER publication_changed ON clusters_cluster;
DROP FUNCTION publication_changed();
DROP TRIGGER then_participation_deleted ON clusters_membership;
DROP TRIGGER then_participation_updated ON clusters_membership;
DROP TRIGGER then_participation_inserted ON clusters_membership;
DROP FUNCTION participations_changed();
DROP FUNCTION renew_participations(bigint[]);
"""
RENEW_ALL = "SELECT renew_participations(array(SELECT DISTINCT organisation_id FROM clusters_membership))"


class Migration(migrations.Migration):
    """A table, functions and triggers; then every member gets its row."""

    dependencies = [("clusters", "0009_once_by_pair")]
    operations = [
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="participation",
                        serialize=False,
                        to="clusters.organisation",
                    ),
                ),
                (
                    "cluster_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        help_text="Days from which the count of clusters is another.",
                        size=None,
                    ),
                ),
                (
                    "cluster_counts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), help_text="The counts from those days on.", size=None
                    ),
                ),
                ("most_clusters", models.IntegerField(help_text="The largest of the counts.")),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("most_clusters"), descending=True), name="participation_by_most"
                    )
                ],
            },
        ),
        migrations.RunSQL(RENEW, FORGET),
        migrations.RunSQL(RENEW_ALL, migrations.RunSQL.noop),
    ]
