from django.db import models
from django.utils.translation import gettext_lazy as _


class SenderHour(models.Model):
    """How many reports came from one network address within an hour, so that nobody floods the staff.

    The address itself is not kept: ``sender`` is a keyed hash that is another every day, and the row is deleted when
    the day is over.
    """

    sender = models.CharField(_("sender"), max_length=32)
    hour = models.DateTimeField(_("hour"))
    reports = models.PositiveIntegerField(_("reports"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "hour"], name="sender_hour_once")]
        indexes = [models.Index(fields=["hour"], name="sender_hour_by_hour")]

    def __str__(self) -> str:
        return f"{self.sender[:8]} {self.hour:%Y-%m-%d %H}: {self.reports}"
