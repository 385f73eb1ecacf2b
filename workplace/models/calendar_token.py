import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from history.recording import recorded_with

_BYTES = 32


@recorded_with(without=("digest",))
class CalendarToken(models.Model):
    """The key to a person's calendar of deadlines. Only its hash is kept: the address is shown once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="calendar_token"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the token.")
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)

    @staticmethod
    def found_by(token: str) -> "CalendarToken | None":
        """The key with this token, of a person who may still log in."""
        active = CalendarToken.objects.filter(user__is_active=True, user__is_staff=True)
        return active.select_related("user__owner").filter(digest=hashed(token)).first()


def new_token() -> str:
    """A token that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> str:
    """What is kept of a token. It has all the chance it needs, so a fast hash without salt will do."""
    return hashlib.sha256(token.encode()).hexdigest()
