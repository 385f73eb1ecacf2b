"""What allauth's steps are called towards people, on the next page and by mail. Keys are its own template names."""

from django.utils.translation import gettext_lazy as _

#: Shown on the next page. Logging in and out needs no words.
MESSAGES = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "account/messages/password_changed.txt": _("Your new password is saved."),
    "usersessions/messages/sessions_logged_out.txt": _("You are logged out everywhere else."),
}

#: Ways to show once more who one is, by allauth's name for each.
WAYS = {
    "reauthenticate": _("Write your password"),
    "mfa_reauthenticate": _("Use the authenticator app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}

#: Sent to the person, who may not have done it themselves.
MAILS = {
    "mfa/email/totp_activated": _("An authenticator app was set up."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
    "account/email/password_reset": _("A new password was chosen by the link that was sent to you."),
    "account/email/password_changed": _("The password was changed."),
    "staff/factors_reset": _("An administrator took away your second factors. Set up new ones when you log in next."),
}
