"""Figures of a cluster, too, come before the public and leave it with the cluster."""

from django.db import migrations

GRANTS = """
CREATE OR REPLACE FUNCTION publish_support_of_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publish_by_cluster('grant', named.grant_id, EXISTS (
        SELECT FROM support_grantcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id
        WHERE link.grant_id = named.grant_id AND cluster.publication = 'published'))
    FROM support_grantcluster named WHERE named.cluster_id = NEW.id ORDER BY named.grant_id;{more}
    RETURN NULL;
END $$;
"""
FIGURES = """
    PERFORM publish_by_cluster('observation', figure.id, NEW.publication = 'published')
    FROM support_observation figure WHERE figure.cluster_id = NEW.id ORDER BY figure.id;"""


class Migration(migrations.Migration):
    dependencies = [("support", "0003_indicators")]
    operations = [migrations.RunSQL(GRANTS.format(more=FIGURES), GRANTS.format(more=""))]
