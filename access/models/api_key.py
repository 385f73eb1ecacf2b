import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from history.recording import recorded_with

#: What the trigger says is translated where it is shown (history/refusals.py).
STAYS = _("A key is what it was made as, and stays revoked once it is. Make a new one")

_STAY = """
IF NEW.digest <> OLD.digest OR NEW.prefix <> OLD.prefix OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation',
        MESSAGE = 'A key is what it was made as, and stays revoked once it is. Make a new one';
END IF;
RETURN NEW;
"""


@recorded_with(without=("digest", "last_used_date"))
class ApiKey(models.Model):
    """What somebody who reads much of the API proves themselves with. It opens nothing; it raises a limit."""

    holder = models.CharField(
        _("holder"), max_length=200, help_text=_("The organisation and, if you like, the person who looks after it.")
    )
    email = models.EmailField(
        _("e-mail"), help_text=_("Where to write before the key is revoked, or when the API changes.")
    )
    purpose = models.CharField(_("purpose"), max_length=300, help_text=_("What the data is read for, in a sentence."))
    requests_per_minute = models.PositiveIntegerField(
        _("requests a minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as keys usually have."),
    )
    prefix = models.CharField(_("begins with"), max_length=10, unique=True, editable=False)
    digest = models.CharField(
        max_length=64, unique=True, editable=False, help_text="SHA-256 of the key, which is chance."
    )
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    last_used_date = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("key of the API")
        verbose_name_plural = _("keys of the API")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(holder="") & ~models.Q(email="") & ~models.Q(purpose=""),
                name="api_key_says_whose_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(requests_per_minute__gte=1), name="api_key_lets_something_through"
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="api_key_is_kept_as_digest"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(name="stay", operation=pgtrigger.Update, when=pgtrigger.Before, func=_STAY),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.holder}"
