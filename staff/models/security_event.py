import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

#: A year, so that a matter found late can still be looked into; after that it is personal data without a purpose.
_KEEP = """
IF TG_OP = 'DELETE' AND OLD.at < now() - interval '1 year' THEN
    RETURN OLD;
END IF;
RAISE EXCEPTION 'The log is only added to; what is younger than a year stays as it is.';
"""


class SecurityEvent(models.Model):
    """What somebody did, or tried, at the registry's locks: logins, factors, powers, exports.

    Rows can only be added, and be deleted when they are a year old; the database sees to both. What was typed as a
    user name is not kept: people type their password there. Without an account, a failed login keeps its address alone.
    """

    class Kind(models.TextChoices):
        """What happened."""

        LOGIN = "login", _("logged in")
        LOGIN_FAILED = "login_failed", _("login failed")
        SLOWED = "slowed", _("slowed down")
        LOGOUT = "logout", _("logged out")
        SESSIONS_ENDED = "sessions_ended", _("sessions ended")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        PASSWORD_FORGOTTEN = "password_forgotten", _("link to a new password sent")
        PASSWORD_RESET = "password_reset", _("new password chosen by the link")
        ONE_TIME_PASSWORD = "one_time_password", _("one-time password given")
        PASSWORD_TAKEN = "password_taken", _("password taken away")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        FACTORS_RESET = "factors_reset", _("second factors taken away")
        RECOVERY_CODES = "recovery_codes", _("new recovery codes made")
        IDENTITY_LINKED = "identity_linked", _("login of the owner linked")
        IDENTITY_UNLINKED = "identity_unlinked", _("login of the owner unlinked")
        IDENTITY_UNKNOWN = "identity_unknown", _("login of the owner without an account")
        ACCOUNT_MADE = "account_made", _("account made")
        PERMISSIONS_CHANGED = "permissions_changed", _("permissions changed")
        EXPORT = "export", _("exported")

    at = models.DateTimeField(_("time"), db_default=Now(), editable=False)
    kind = models.CharField(_("event"), max_length=24, choices=Kind.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: Empty: the person themselves, a command, or nobody knows.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    detail = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("event of login and access")
        verbose_name_plural = _("log of login and access")
        indexes = [
            models.Index(fields=["-at"], name="security_event_at"),
            models.Index(fields=["account", "-at"], name="security_event_account"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete, when=pgtrigger.Before, func=_KEEP
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.account or ''}".strip()
