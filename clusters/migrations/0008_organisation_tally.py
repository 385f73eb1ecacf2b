"""How many organisations of each kind have their seat in each place, counted by the database as they are written."""

import django.db.models.deletion
from django.db import migrations, models

# Rows that another transaction holds are left to themselves: they add up all the same.
TALLY = """
CREATE FUNCTION tally_organisations(seats bigint[], kinds text[], numbers integer[]) RETURNS void LANGUAGE sql AS $$
    WITH change AS (
        SELECT seat_id, kind, sum(number)::integer AS organisations
        FROM unnest(seats, kinds, numbers) AS one (seat_id, kind, number)
        GROUP BY seat_id, kind HAVING sum(number) <> 0
    ),
    folded_in AS (
        DELETE FROM clusters_organisationtally WHERE id IN (
            SELECT t.id FROM clusters_organisationtally t
            JOIN change ON change.kind = t.kind AND change.seat_id IS NOT DISTINCT FROM t.seat_id
            FOR UPDATE OF t SKIP LOCKED)
        RETURNING seat_id, kind, organisations
    )
    INSERT INTO clusters_organisationtally (seat_id, kind, organisations)
    SELECT seat_id, kind, sum(organisations) FROM (TABLE change UNION ALL TABLE folded_in) AS row
    GROUP BY seat_id, kind HAVING sum(organisations) <> 0;
$$;

CREATE FUNCTION organisations_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tally_organisations(array_agg(seat_id), array_agg(kind), array_agg(1))
    FROM changed WHERE merged_into_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_inserted AFTER INSERT ON clusters_organisation REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION organisations_inserted();

CREATE FUNCTION organisations_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tally_organisations(array_agg(seat_id), array_agg(kind), array_agg(number)) FROM (
        SELECT seat_id, kind, 1 AS number FROM changed WHERE merged_into_id IS NULL
        UNION ALL
        SELECT seat_id, kind, -1 FROM former WHERE merged_into_id IS NULL
    ) AS row;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_updated AFTER UPDATE ON clusters_organisation
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION organisations_updated();

CREATE FUNCTION organisations_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tally_organisations(array_agg(seat_id), array_agg(kind), array_agg(-1))
    FROM former WHERE merged_into_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_deleted AFTER DELETE ON clusters_organisation REFERENCING OLD TABLE AS former
FOR EACH STATEMENT EXECUTE FUNCTION organisations_deleted();

INSERT INTO clusters_organisationtally (seat_id, kind, organisations)
SELECT seat_id, kind, count(*) FROM clusters_organisation WHERE merged_into_id IS NULL GROUP BY seat_id, kind;
"""

FORGET = """
DROP TRIGGER tally_deleted ON clusters_organisation;
DROP FUNCTION organisations_deleted();
DROP TRIGGER tally_updated ON clusters_organisation;
DROP FUNCTION organisations_updated();
DROP TRIGGER tally_inserted ON clusters_organisation;
DROP FUNCTION organisations_inserted();
DROP FUNCTION tally_organisations(bigint[], text[], integer[]);
"""


class Migration(migrations.Migration):
    """A table, functions and triggers; then all organisations are counted."""

    dependencies = [("clusters", "0007_names_begin"), ("regions", "0004_names_begin")]
    operations = [
        migrations.CreateModel(
            name="OrganisationTally",
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
                ("organisations", models.IntegerField()),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seat", "kind"], name="organisation_tally_by_seat")],
            },
        ),
        migrations.RunSQL(TALLY, FORGET),
    ]
