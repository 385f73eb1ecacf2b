"""Triggers that copy the words of related rows into the columns a record is found by.

A record's own trigger works its derived columns out anew whenever it is written, so neither a form nor a stale
object can leave them wrong. The triggers of related tables write the records concerned, once a statement, and
thereby make them do so.
"""

from django.db import migrations

# Plans are kept for the session, and a table may have been empty when it began: never read one from end to end.
DESCRIBE = """
CREATE FUNCTION describe_cluster() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    sectors text;
    hosts text;
BEGIN
    NEW.other_names = NEW.acronym;
    NEW.sector_slugs = '{}';
    IF TG_OP = 'UPDATE' THEN
        SELECT concat_ws(E'\\n', nullif(NEW.acronym, ''), string_agg(name, E'\\n' ORDER BY id)) INTO NEW.other_names
        FROM clusters_clustername WHERE cluster_id = NEW.id;
        SELECT coalesce(array_agg(s.slug ORDER BY s.name_key), '{}'),
            string_agg(concat_ws(E'\\n', s.name_nb, s.name_en), E'\\n' ORDER BY s.name_key)
        INTO NEW.sector_slugs, sectors
        FROM clusters_clustersector cs JOIN clusters_sector s ON s.id = cs.sector_id WHERE cs.cluster_id = NEW.id;
        SELECT string_agg(DISTINCT o.name, E'\\n') INTO hosts
        FROM clusters_hostperiod h JOIN clusters_organisation o ON o.id = h.organisation_id
        WHERE h.cluster_id = NEW.id;
    END IF;
    NEW.related_words = concat_ws(E'\\n', sectors, hosts, place_words(NEW.seat_id));
    RETURN NEW;
END $$;
CREATE TRIGGER describe BEFORE INSERT OR UPDATE OF acronym, seat_id, other_names, related_words, sector_slugs
ON clusters_cluster FOR EACH ROW EXECUTE FUNCTION describe_cluster();

CREATE FUNCTION describe_organisation() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    NEW.other_names = '';
    IF TG_OP = 'UPDATE' THEN
        SELECT coalesce(string_agg(name, E'\\n' ORDER BY id), '') INTO NEW.other_names
        FROM clusters_organisationname WHERE organisation_id = NEW.id;
    END IF;
    NEW.related_words = coalesce(place_words(NEW.seat_id), '');
    RETURN NEW;
END $$;
CREATE TRIGGER describe BEFORE INSERT OR UPDATE OF seat_id, other_names, related_words
ON clusters_organisation FOR EACH ROW EXECUTE FUNCTION describe_organisation();
"""

# {table}: whose rows changed; {record}: the table described anew; {key}: the column that leads to it.
RELATED = """
CREATE FUNCTION {table}_describes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {record} SET other_names = other_names WHERE id IN (SELECT {key} FROM changed);
    IF TG_OP = 'UPDATE' THEN
        UPDATE {record} SET other_names = other_names
        WHERE id IN (SELECT {key} FROM former EXCEPT SELECT {key} FROM changed);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER describes_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {table}_describes();
CREATE TRIGGER describes_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {table}_describes();
CREATE TRIGGER describes_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {table}_describes();
"""
FORGET_RELATED = """
DROP TRIGGER describes_inserted ON {table};
DROP TRIGGER describes_updated ON {table};
DROP TRIGGER describes_deleted ON {table};
DROP FUNCTION {table}_describes();
"""
RELATIONS = [
    {"table": "clusters_clustername", "record": "clusters_cluster", "key": "cluster_id"},
    {"table": "clusters_clustersector", "record": "clusters_cluster", "key": "cluster_id"},
    {"table": "clusters_hostperiod", "record": "clusters_cluster", "key": "cluster_id"},
    {"table": "clusters_organisationname", "record": "clusters_organisation", "key": "organisation_id"},
]

# What has changed among many rows is found by EXCEPT: the plan of a join is kept for the session, and one made for a few
# rows takes minutes for fifty thousand.
RENAMED = """
CREATE FUNCTION organisation_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clusters_cluster SET other_names = other_names WHERE id IN (
        SELECT cluster_id FROM clusters_hostperiod WHERE organisation_id IN (
            SELECT id FROM (SELECT id, name FROM changed EXCEPT SELECT id, name FROM former) AS other));
    RETURN NULL;
END $$;
CREATE TRIGGER renamed AFTER UPDATE ON clusters_organisation REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION organisation_renamed();

CREATE FUNCTION sector_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clusters_cluster SET other_names = other_names WHERE id IN (
        SELECT cluster_id FROM clusters_clustersector WHERE sector_id IN (SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER renamed AFTER UPDATE ON clusters_sector REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION sector_renamed();

CREATE FUNCTION describe_seated_in(seats bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clusters_cluster SET other_names = other_names WHERE seat_id = ANY(seats);
    UPDATE clusters_organisation SET other_names = other_names WHERE seat_id = ANY(seats);
END $$;

CREATE FUNCTION region_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM describe_seated_in(array(
        SELECT DISTINCT seat_id FROM regions_regionlineage WHERE region_id IN (
            SELECT id FROM (
                SELECT id, name_nb, name_en, name_official FROM changed
                EXCEPT SELECT id, name_nb, name_en, name_official FROM former) AS other)));
    RETURN NULL;
END $$;
CREATE TRIGGER renamed AFTER UPDATE ON regions_region REFERENCING OLD TABLE AS former NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION region_renamed();

CREATE FUNCTION lineage_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM describe_seated_in(array(SELECT DISTINCT seat_id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER inserted AFTER INSERT ON regions_regionlineage REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION lineage_changed();
CREATE TRIGGER deleted AFTER DELETE ON regions_regionlineage REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION lineage_changed();
"""
FORGET = """
DROP TRIGGER inserted ON regions_regionlineage;
DROP TRIGGER deleted ON regions_regionlineage;
DROP FUNCTION lineage_changed();
DROP TRIGGER renamed ON regions_region;
DROP FUNCTION region_renamed();
DROP FUNCTION describe_seated_in(bigint[]);
DROP TRIGGER renamed ON clusters_sector;
DROP FUNCTION sector_renamed();
DROP TRIGGER renamed ON clusters_organisation;
DROP FUNCTION organisation_renamed();
DROP TRIGGER describe ON clusters_organisation;
DROP FUNCTION describe_organisation();
DROP TRIGGER describe ON clusters_cluster;
DROP FUNCTION describe_cluster();
"""

# What was there before the triggers.
DESCRIBE_ALL = """
UPDATE clusters_cluster SET other_names = other_names;
UPDATE clusters_organisation SET other_names = other_names;
"""


class Migration(migrations.Migration):
    """Functions and triggers; then every record is described once."""

    dependencies = [("clusters", "0003_search_columns"), ("regions", "0003_place_words")]
    operations = [
        migrations.RunSQL(DESCRIBE + RENAMED, FORGET),
        *(migrations.RunSQL(RELATED.format(**names), FORGET_RELATED.format(**names)) for names in RELATIONS),
        migrations.RunSQL(DESCRIBE_ALL, migrations.RunSQL.noop),
    ]
