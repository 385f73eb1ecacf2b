from django.db import models
from django.utils.translation import gettext_lazy as _

from imports.faults import Fault


class StagedRow(models.Model):
    """A row of a file that waits to be written: its cells, and what would come of it. Emptied after some days."""

    batch = models.ForeignKey("imports.Batch", verbose_name=_("import"), on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"))
    action = models.CharField(_("what happens"), max_length=10)
    record = models.CharField(_("record"), max_length=300)
    record_id = models.BigIntegerField(_("id"), null=True)
    differences = models.JSONField(_("differences"))
    faults = models.JSONField(_("faults"))
    notes = models.JSONField(_("notes"))
    near = models.JSONField(_("alike"))

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        indexes = [models.Index(fields=["batch", "action", "number"], name="staged_row_by_action")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"

    @property
    def all_faults(self) -> list[Fault]:
        """Why the row cannot be written."""
        return [Fault.from_json(kept) for kept in self.faults]

    @property
    def all_notes(self) -> list[Fault]:
        """What else is to be known of it."""
        return [Fault.from_json(kept) for kept in self.notes]
