"""The pages of logging in and of one's own account.

The names are those that allauth looks for. Its other pages (signing up, addresses of one's own) do not exist here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _

from staff import languages, tenants


class Base36(StringConverter):
    """An account's number in letters and digits: it ends where the first hyphen stands, the key may have more."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")

#: In no language: the address is registered at the owners' own logins.
callback_patterns: list[URLPattern] = [
    path("oidc/<slug:provider_id>/callback/", tenants.callback, name="tenant_callback"),
]
#: In every language, too: it is where the language of the workplace is chosen.
language_patterns: list[URLPattern] = [path("admin/language/", languages.choose, name="workplace_language")]
urlpatterns = [
    path(_("account/"), mfa.index, name="mfa_index"),
    path(_("account/login/"), account.login, name="account_login"),
    path(_("account/login/code/"), mfa.authenticate, name="mfa_authenticate"),
    path(_("account/login/passkey/"), passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(_("account/login/with/<slug:provider_id>/"), tenants.login, name="tenant_login"),
    path(_("account/logout/"), account.logout, name="account_logout"),
    path(_("account/inactive/"), account.account_inactive, name="account_inactive"),
    path(_("account/password/"), account.password_reset, name="account_reset_password"),
    path(_("account/password/sent/"), account.password_reset_done, name="account_reset_password_done"),
    path(
        _("account/password/new/<base36:uidb36>-<path:key>/"),
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        _("account/password/done/"), account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    path(_("account/again/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("account/again/code/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(_("account/again/passkey/"), passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(_("account/app/"), totp.activate_totp, name="mfa_activate_totp"),
    path(_("account/app/remove/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(_("account/recovery-codes/"), recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(_("account/recovery-codes/new/"), recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(_("account/passkeys/"), passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(_("account/passkeys/new/"), passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(_("account/passkeys/<int:pk>/"), passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(_("account/passkeys/<int:pk>/remove/"), passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path(_("account/sessions/"), sessions.list_usersessions, name="usersessions_list"),
]
