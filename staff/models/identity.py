import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.recording import recorded

_NOTE = """
INSERT INTO staff_securityevent (at, kind, account_id, actor_id, address, browser, detail) VALUES (
    clock_timestamp(), '{kind}', {row}.account_id,
    (NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint,
    NULL, '', jsonb_build_object('issuer', {row}.issuer)
);
RETURN NULL;
"""


@recorded
class Identity(models.Model):
    """Who somebody is at the login of their own organisation: what the provider calls them, and nothing else.

    OpenID Connect says that issuer and subject together name a person for good; an e-mail address does not
    (https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability).
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="identities"
    )
    issuer = models.CharField(_("login of"), max_length=200)
    subject = models.CharField(
        _("number there"), max_length=255, help_text=_("The login page shows it to whoever is not linked yet.")
    )

    class Meta:
        verbose_name = _("login of the owner")
        verbose_name_plural = _("logins of the owners")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_an_identity"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_identity_an_account_and_issuer"),
            models.CheckConstraint(condition=~models.Q(issuer="") & ~models.Q(subject=""), name="identity_is_complete"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="note_link",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                func=_NOTE.format(kind="identity_linked", row="NEW"),
            ),
            pgtrigger.Trigger(
                name="note_unlink",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                func=_NOTE.format(kind="identity_unlinked", row="OLD"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} ({self.issuer})"
