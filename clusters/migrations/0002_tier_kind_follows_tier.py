"""A tier period's copy of its tier's kind can never differ from the tier."""

from django.db import migrations

FOLLOW = """
ALTER TABLE clusters_tierperiod ADD CONSTRAINT tier_period_kind_of_tier
FOREIGN KEY (tier_id, tier_kind) REFERENCES programmes_tier (id, kind) ON UPDATE CASCADE;
"""


class Migration(migrations.Migration):
    """The composite key that Django's models cannot state."""

    dependencies = [("clusters", "0001_initial"), ("programmes", "0001_initial")]
    operations = [migrations.RunSQL(FOLLOW, "ALTER TABLE clusters_tierperiod DROP CONSTRAINT tier_period_kind_of_tier")]
