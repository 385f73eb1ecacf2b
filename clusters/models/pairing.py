"""Cluster and organisation as one value, for rules that hold for a pair."""

from django.db import models
from django.db.models import ExpressionWrapper, F
from django.db.models.functions import Cast

#: One number for both. An exclusion constraint over the two columns has an index that the planner also takes for
#: questions by organisation alone, and reads from end to end: of five million memberships, 5 seconds for every
#: organisation that is deleted. This index answers for pairs only, and has half the size. Cast, because Django checks
#: the rule with the values of a form, and PostgreSQL takes a small number for one of sixteen bits.
CLUSTER_AND_ORGANISATION = ExpressionWrapper(
    Cast("cluster", models.BigIntegerField()).bitleftshift(32).bitor(F("organisation")),  # type: ignore[arg-type]
    models.BigIntegerField(),
)
