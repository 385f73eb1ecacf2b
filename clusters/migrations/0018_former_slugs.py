"""Every slug that was public leads on for ever, and none takes the place of a page of the registry."""

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
CREATE FUNCTION keep_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM clusters_formerslug WHERE slug = NEW.slug AND cluster_id = NEW.id;
    IF OLD.publication IN ('published', 'withdrawn') THEN
        INSERT INTO clusters_formerslug (slug, cluster_id, until) VALUES (OLD.slug, NEW.id, clock_timestamp())
        ON CONFLICT (slug) DO UPDATE SET until = excluded.until;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_former_slug AFTER UPDATE OF slug ON clusters_cluster
FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION keep_former_slug();

CREATE FUNCTION forget_former_slugs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM clusters_formerslug WHERE cluster_id IN (SELECT id FROM gone);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_former_slugs AFTER DELETE ON clusters_cluster
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_former_slugs();

CREATE FUNCTION refuse_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM clusters_formerslug WHERE slug = NEW.slug AND cluster_id <> NEW.id) THEN
        RAISE unique_violation USING
            CONSTRAINT = 'cluster_slug_not_former',
            MESSAGE = 'The slug leads on to another cluster, which had it before';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_former_slug BEFORE INSERT OR UPDATE OF slug ON clusters_cluster
FOR EACH ROW EXECUTE FUNCTION refuse_former_slug();
"""
FORGET = """
DROP TRIGGER refuse_former_slug ON clusters_cluster;
DROP TRIGGER forget_former_slugs ON clusters_cluster;
DROP TRIGGER keep_former_slug ON clusters_cluster;
DROP FUNCTION refuse_former_slug();
DROP FUNCTION forget_former_slugs();
DROP FUNCTION keep_former_slug();
"""


class Migration(migrations.Migration):
    dependencies = [("clusters", "0017_changes_by_context")]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("slug", models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
                (
                    "cluster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="former_slugs",
                        to="clusters.cluster",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEEP, FORGET),
        migrations.AlterField(
            model_name="cluster",
            name="slug",
            field=models.SlugField(
                help_text="Stands in the cluster's address. After a change the old address leads on to the new one.",
                max_length=80,
                unique=True,
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            model_name="clusterevent",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="Stands in the cluster's address. After a change the old address leads on to the new one.",
                max_length=80,
                verbose_name="slug",
            ),
        ),
        migrations.AddConstraint(
            model_name="cluster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug__in", ("compare", "felles", "sammenlign", "shared")), _negated=True),
                    ("slug__regex", "[A-Za-z]"),
                ),
                name="cluster_slug_not_reserved",
                violation_error_message="This slug is the address of another page, or has no letter in it. Choose another one.",
            ),
        ),
    ]
