import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from history.recording import recorded_with

#: What a person may do follows from these. Whoever has them changed is logged out, and it stands in the log.
POWERS = ("role", "owner", "is_active", "is_staff", "is_superuser")

_OLD, _NEW = (", ".join(f"{row}.{name}" for name in (*POWERS, "owner_id") if name != "owner") for row in ("OLD", "NEW"))

#: A row saved from memory carries the epoch it was read with, hence GREATEST: no session comes back to life.
_END_SESSIONS = f"""
NEW.session_epoch = GREATEST(NEW.session_epoch, OLD.session_epoch);
IF ({_NEW}) IS DISTINCT FROM ({_OLD}) THEN
    NEW.session_epoch = NEW.session_epoch + 1;
END IF;
RETURN NEW;
"""

#: Who did it is what history knows of the statement; nobody for a command without a person.
_NOTE = """
INSERT INTO staff_securityevent (at, kind, account_id, actor_id, address, browser, detail) VALUES (
    clock_timestamp(), '{kind}', NEW.id,
    (NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint,
    NULL, '', {detail}
);
RETURN NULL;
"""
_GIVEN = "jsonb_build_object('role', NEW.role, 'owner', NEW.owner_id, 'is_active', NEW.is_active)"
_CHANGED = (
    "jsonb_build_object('role', jsonb_build_array(OLD.role, NEW.role),"
    " 'owner', jsonb_build_array(OLD.owner_id, NEW.owner_id),"
    " 'is_active', jsonb_build_array(OLD.is_active, NEW.is_active),"
    " 'is_staff', jsonb_build_array(OLD.is_staff, NEW.is_staff),"
    " 'is_superuser', jsonb_build_array(OLD.is_superuser, NEW.is_superuser))"
)


class Role(models.TextChoices):
    """What a member of staff may do, each more than the one before."""

    READER = "reader", _("reader")
    EDITOR = "editor", _("editor")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("administrator")


@recorded_with(without=("password", "last_login", "session_epoch"))
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
    #: Part of what every session is checked against: raised by one, it ends them all.
    session_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        triggers = [
            pgtrigger.Trigger(
                name="end_sessions", operation=pgtrigger.Update, when=pgtrigger.Before, func=_END_SESSIONS
            ),
            pgtrigger.Trigger(
                name="note_account",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=_NOTE.format(kind="account_made", detail=_GIVEN),
            ),
            pgtrigger.Trigger(
                name="note_permissions",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.AnyChange(*POWERS),
                func=_NOTE.format(kind="permissions_changed", detail=_CHANGED),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: Django's own (the password), and the epoch, which the database raises."""
        own: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        salt = "staff.models.User.session_epoch"
        return salted_hmac(salt, f"{own}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

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
