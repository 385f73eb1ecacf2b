"""The steps of a standing cannot overlap as they are made, and PostgreSQL joined by the rule's index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0007_names_begin"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="standing",
            name="one_standing_at_a_time",
        ),
    ]
