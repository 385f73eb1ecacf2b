"""Clusters and organisations are suggested by the beginning of any of their names."""

from django.db import migrations, models

import bilingual.norwegian


def folded_name(model: str) -> migrations.AddField:
    field = models.GeneratedField(
        db_persist=True,
        expression=bilingual.norwegian.FoldText("name"),
        output_field=models.TextField(db_collation="C"),
    )
    return migrations.AddField(model_name=model, name="name_folded", field=field)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0006_words"), ("regions", "0004_names_begin")]
    operations = [
        folded_name("clustername"),
        folded_name("organisationname"),
        migrations.AddIndex(
            model_name="clustername",
            index=models.Index(fields=["name_folded", "id"], name="cluster_name_by_folded"),
        ),
        migrations.AddIndex(
            model_name="organisationname",
            index=models.Index(fields=["name_folded", "id"], name="organisation_name_by_folded"),
        ),
    ]
