"""Places are found by the beginning of their name and by the words of every name, Sámi ones among them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.comparison
from django.db import migrations, models

import regions.models.region


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0003_place_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="region",
            name="name_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=regions.models.region.RegionVector(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(
                django.db.models.functions.comparison.Collate("name_folded", "C"),
                models.F("id"),
                name="region_by_folded_name",
            ),
        ),
        migrations.AddIndex(
            model_name="region",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["name_vector"], name="region_name_vector"
            ),
        ),
    ]
