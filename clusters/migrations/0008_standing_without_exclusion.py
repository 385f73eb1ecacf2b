"""The steps of a standing cannot overlap as they are made, and the index of the rule slowed every list."""

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
