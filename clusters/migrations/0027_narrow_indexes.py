"""A standing is found by its cluster or by when it ends, and a list is walked by name, without any row being read."""

import django.db.models.deletion
from django.db import migrations, models

import clusters.querysets.tallies


class Migration(migrations.Migration):
    """Indexes only."""

    dependencies = [
        ("clusters", "0026_tier_tally"),
        ("programmes", "0004_publish_changes"),
        ("regions", "0009_successions_where_a_number_ends"),
    ]

    operations = [
        migrations.AlterField(
            model_name="standing",
            name="cluster",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="standings",
                to="clusters.cluster",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["cluster"],
                include=("id", "period", "tier", "tier_period", "status"),
                name="standing_of_cluster",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                clusters.querysets.tallies.Ends("period"),
                condition=models.Q(("is_published", True)),
                include=("seat", "tier", "status", "sector_slugs", "period", "is_end_assumed", "entered_year"),
                name="standing_by_end",
            ),
        ),
        migrations.RemoveIndex(model_name="cluster", name="cluster_by_name"),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(fields=["name_key", "id"], include=("publication",), name="cluster_by_name"),
        ),
        migrations.RemoveIndex(model_name="organisation", name="organisation_by_name"),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name_key", "id"], include=("merged_into",), name="organisation_by_name"),
        ),
    ]
