"""Clusters and organisations are found by the beginning of any of their names, and by their web domain."""

from django.db import migrations, models

import bilingual.norwegian
import clusters.search


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0002_tier_kind_follows_tier"),
        ("programmes", "0001_initial"),
        ("regions", "0003_names_begin"),
    ]

    operations = [
        migrations.AddField(
            model_name="cluster",
            name="website_domain",
            field=models.GeneratedField(
                db_persist=True, expression=clusters.search.WebDomain(), output_field=models.TextField(db_collation="C")
            ),
        ),
        migrations.AddField(
            model_name="clustername",
            name="name_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=bilingual.norwegian.FoldText("name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="website_domain",
            field=models.GeneratedField(
                db_persist=True, expression=clusters.search.WebDomain(), output_field=models.TextField(db_collation="C")
            ),
        ),
        migrations.AddField(
            model_name="organisationname",
            name="name_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=bilingual.norwegian.FoldText("name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(fields=["name_folded", "id"], name="cluster_by_folded_name"),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(
                condition=models.Q(("website_domain", ""), _negated=True),
                fields=["website_domain"],
                name="cluster_by_domain",
            ),
        ),
        migrations.AddIndex(
            model_name="clustername",
            index=models.Index(fields=["name_folded", "id"], name="cluster_name_by_folded"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name_folded", "id"], name="organisation_by_folded_name"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("website_domain", ""), _negated=True),
                fields=["website_domain"],
                name="organisation_by_domain",
            ),
        ),
        migrations.AddIndex(
            model_name="organisationname",
            index=models.Index(fields=["name_folded", "id"], name="organisation_name_by_folded"),
        ),
    ]
