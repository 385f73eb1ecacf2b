"""Every order that a list offers has its index, or a bound that has one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0010_participation"),
        ("programmes", "0001_initial"),
        ("regions", "0004_names_begin"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(fields=["-updated_at", "id"], name="cluster_by_update"),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(fields=["founded_year", "name_key", "id"], name="cluster_by_founding"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["-updated_at", "id"], name="organisation_by_update"),
        ),
    ]
