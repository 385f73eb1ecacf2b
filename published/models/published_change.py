from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from published.querysets import PublishedChangeQuerySet


class Action(models.TextChoices):
    """What happened to a record, as the public sees it."""

    CREATED = "created"
    CHANGED = "changed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class PublishedChange(models.Model):
    """One published record was changed by one transaction.

    Written only by the database (``published/triggers.py``), in the transaction of the change, whatever path it came.
    What a transaction did to one record is one row, and none where the public could never see the record.

    Rows are read in the order of ``position`` and ``id``. The position is the number of the transaction or, where
    another with a higher number has changed the same record before it, that one's: so the changes of a record stand in
    the order they were made. A row is shown when no transaction that may have a position up to its own is still at work
    (``PublishedChangeQuerySet.settled``): nothing can turn up later before what somebody has read.
    """

    transaction = models.BigIntegerField(help_text="Its number, from a sequence.")
    position = models.BigIntegerField()
    resource = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    key = models.TextField(help_text="What named the record in its address at the time.")
    action = models.CharField(max_length=9, choices=Action.choices)
    fields = ArrayField(models.TextField(), db_default=[], help_text="What differs, as the API names it.")
    successor_id = models.BigIntegerField(null=True, help_text="The record that a merged one became.")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = PublishedChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["position", "id"], name="published_change_in_order"),
            models.Index(fields=["resource", "record_id", "-position"], name="published_change_of_record"),
            models.Index(fields=["key", "resource"], name="published_change_of_key"),
            models.Index(fields=["resource", "recorded_at", "record_id"], name="published_change_in_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "resource", "record_id"], name="published_change_once_a_transaction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.record_id}: {self.action}"
