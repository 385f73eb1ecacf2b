"""What the public sees of this room follows the clusters: a record that names one comes and goes with it."""

from django.db import migrations

# Whether the record was before the public is read out of the stream, the last word of which is that it came or changed.
PUBLISH_BY_CLUSTER = """
CREATE FUNCTION publish_by_cluster(named text, number bigint, is_now boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE was boolean := coalesce((
    SELECT action IN ('created', 'changed') FROM published_publishedchange
    WHERE resource = named AND record_id = number ORDER BY position DESC, id DESC LIMIT 1), false);
BEGIN
    IF is_now AND NOT was THEN
        PERFORM publish_change(named, number, number::text, 'created');
    ELSIF was AND NOT is_now THEN
        PERFORM publish_change(named, number, number::text, 'removed');
    ELSIF was THEN
        PERFORM publish_change(named, number, number::text, 'changed', ARRAY['clusters']);
    END IF;
END $$;
"""
OF_A_CLUSTER = """
CREATE FUNCTION publish_support_of_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publish_by_cluster('grant', named.grant_id, EXISTS (
        SELECT FROM support_grantcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id
        WHERE link.grant_id = named.grant_id AND cluster.publication = 'published'))
    FROM support_grantcluster named WHERE named.cluster_id = NEW.id ORDER BY named.grant_id;
    RETURN NULL;
END $$;
CREATE TRIGGER publish_support AFTER UPDATE OF publication ON clusters_cluster FOR EACH ROW
WHEN ((OLD.publication = 'published') <> (NEW.publication = 'published')) EXECUTE FUNCTION publish_support_of_cluster();
"""
NONE_OF_A_CLUSTER = """
DROP TRIGGER publish_support ON clusters_cluster;
DROP FUNCTION publish_support_of_cluster();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0001_changes"),
        ("clusters", "0021_publish_changes"),
        ("support", "0001_grants"),
    ]
    operations = [
        migrations.RunSQL(PUBLISH_BY_CLUSTER, "DROP FUNCTION publish_by_cluster(text, bigint, boolean)"),
        migrations.RunSQL(OF_A_CLUSTER, NONE_OF_A_CLUSTER),
    ]
