from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from history.recording import recorded


@recorded
class Erasure(models.Model):
    """That a person's data were erased, also from history: when, why and of what kind; nothing of what they were."""

    kind = models.CharField(_("kind"), max_length=80, help_text="Label of the model.")
    number = models.BigIntegerField(_("number"), help_text="Id of the record.")
    columns = models.CharField(_("what was erased"), max_length=200)
    events_blanked = models.PositiveIntegerField(_("changes blanked"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("erased on"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [models.CheckConstraint(name="erasure_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
