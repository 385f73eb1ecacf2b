from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.recording import recorded_without


class Role(models.TextChoices):
    """What a member of staff may do, each more than the one before."""

    READER = "reader", _("reader")
    EDITOR = "editor", _("editor")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("administrator")


@recorded_without("password", "last_login")
class User(AbstractUser):
    """A member of staff of one programme owner, or of none (system administrator)."""

    owner = models.ForeignKey(
        "programmes.ProgrammeOwner",
        verbose_name=_("programme owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="staff",
    )
    role = models.CharField(_("role"), max_length=13, choices=Role.choices, default=Role.READER)
    must_change_password = models.BooleanField(
        _("must choose a new password"), default=False, help_text=_("Set with a one-time password.")
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def edits_everything(self) -> bool:
        """A system administrator: an administrator of no single owner."""
        return self.is_active and self.role == Role.ADMINISTRATOR and self.owner_id is None

    @property
    def edits_own(self) -> bool:
        """Editors and above may change the records their owner is steward of."""
        return self.is_active and self.role != Role.READER

    @property
    def administers(self) -> bool:
        """May change programmes, tiers, owners and regions."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def publishes(self) -> bool:
        """May publish what somebody else has touched."""
        return self.is_active and self.role in {Role.PUBLISHER, Role.ADMINISTRATOR}
