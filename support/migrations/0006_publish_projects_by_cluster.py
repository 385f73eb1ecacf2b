"""Projects, too, come before the public and leave it with their clusters."""

from django.db import migrations

GRANTS_AND_FIGURES = """
CREATE OR REPLACE FUNCTION publish_support_of_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publish_by_cluster('grant', named.grant_id, EXISTS (
        SELECT FROM support_grantcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id
        WHERE link.grant_id = named.grant_id AND cluster.publication = 'published'))
    FROM support_grantcluster named WHERE named.cluster_id = NEW.id ORDER BY named.grant_id;
    PERFORM publish_by_cluster('observation', figure.id, NEW.publication = 'published')
    FROM support_observation figure WHERE figure.cluster_id = NEW.id ORDER BY figure.id;{more}
    RETURN NULL;
END $$;
"""
PROJECTS = """
    PERFORM publish_by_cluster('project', named.project_id, EXISTS (
        SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id
        WHERE link.project_id = named.project_id AND cluster.publication = 'published'))
    FROM support_projectcluster named WHERE named.cluster_id = NEW.id ORDER BY named.project_id;"""


class Migration(migrations.Migration):
    dependencies = [("support", "0005_projects")]
    operations = [migrations.RunSQL(GRANTS_AND_FIGURES.format(more=PROJECTS), GRANTS_AND_FIGURES.format(more=""))]
