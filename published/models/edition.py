from django.db import models
from django.db.models.functions import Now


class Edition(models.Model):
    """How many transactions have changed what is published, as rows that add up.

    Written only by the database: every such transaction adds a row and folds in those that nobody else holds, so that
    no writer waits for another. The sum changes exactly when such a transaction commits.
    """

    commits = models.BigIntegerField()
    changed_at = models.DateTimeField(db_default=Now(), help_text="The end of the latest of them.")

    def __str__(self) -> str:
        return str(self.commits)
