"""The rules of one host and one member at a time ask an index of pairs, which no other question is sent to."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import migrations, models
from django.db.models import ExpressionWrapper, F
from django.db.models.functions import Cast

PAIR = ExpressionWrapper(
    Cast("cluster", models.BigIntegerField()).bitleftshift(32).bitor(F("organisation")), models.BigIntegerField()
)


def once_at_a_time(name: str, message: str) -> ExclusionConstraint:
    return ExclusionConstraint(name=name, expressions=[(PAIR, "="), ("period", "&&")], violation_error_message=message)


class Migration(migrations.Migration):
    """Two constraints exchanged; the rows are checked anew."""

    dependencies = [("clusters", "0008_organisation_tally")]
    operations = [
        migrations.RemoveConstraint("hostperiod", "host_once_at_a_time"),
        migrations.AddConstraint(
            "hostperiod",
            once_at_a_time("host_once_at_a_time", "This organisation is already host in an overlapping period."),
        ),
        migrations.RemoveConstraint("membership", "membership_once_at_a_time"),
        migrations.AddConstraint(
            "membership",
            once_at_a_time(
                "membership_once_at_a_time", "This organisation is already a member in an overlapping period."
            ),
        ),
    ]
