"""What Django and allauth would put into the workplace, taken out of it.

Roles are the registry's own; Django's groups would be a second answer to the same question. What allauth keeps is
secret (keys), is shown elsewhere (sessions) or is not used.
"""

# Imported so that what they register can be taken out below.
from allauth.account import admin as account_admin  # noqa: F401
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa import admin as mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as tenant_admin  # noqa: F401
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as session_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as auth_admin  # noqa: F401
from django.contrib.auth.models import Group

_OF_ALLAUTH = (Authenticator, EmailAddress, EmailConfirmation, SocialAccount, SocialApp, SocialToken, UserSession)

for model in (Group, *_OF_ALLAUTH):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
