from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from history.admin import RecordedInline
from staff.models import Identity
from staff.tenants import configured


class IdentityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who somebody is at one of the logins that are configured."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(tenant["issuer"], tenant["name"]) for tenant in configured()]
        now = self.instance.issuer
        if now and now not in dict(choices):
            choices.append((now, now))
        if "issuer" in self.fields:
            label = self.fields["issuer"].widget.attrs.get("aria-label", "")
            self.fields["issuer"].widget = forms.Select(choices=choices, attrs={"aria-label": label})


class IdentityInline(RecordedInline):
    """The owners' logins that open the account."""

    model = Identity
    form = IdentityForm
    max_num = 3
    show_change_link = False
    verbose_name_plural = _("Logins of the owners that open the account")
