"""Successions that passed over the numbers of 2017 to 2019 go: the load has one for each step."""

from django.db import migrations

SQL = """
    DELETE FROM regions_regionsuccession s USING regions_region old
    WHERE old.id = s.predecessor_id AND old.level = 'municipality' AND upper(old.period) < s.date
"""


class Migration(migrations.Migration):
    dependencies = [("regions", "0008_publish_changes")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
