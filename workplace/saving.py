"""Which part of a list's address a saved view keeps, and which lists there are."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workplace.models import SavedView

#: What Django's lists put into an address that belongs to the moment and not to the view.
PASSING = ("p", "e", "_changelist_filters", "_popup", "_to_field", "all")


def lasting(query: str) -> str:
    """The query string without what belongs to the moment."""
    kept = QueryDict(query, mutable=True)
    for name in PASSING:
        kept.pop(name, None)
    return kept.urlencode()


def list_address(label: str) -> str | None:
    """The address of a list of the admin by its model's label; None where there is no such list."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    if not admin.site.is_registered(model):
        return None
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


class SavedViewForm(forms.ModelForm):  # type: ignore[type-arg]
    """A view to save; the person is known."""

    class Meta:
        model = SavedView
        fields = ("name", "list_label", "query", "is_shared")

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.user = user

    def _get_validation_exclusions(self) -> set[str]:
        """The person is part of what makes a name double."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"user"}

    def clean_list_label(self) -> str:
        """A list that exists."""
        label: str = self.cleaned_data["list_label"]
        if list_address(label) is None:
            raise forms.ValidationError(_("There is no such list."))
        return label

    def clean_query(self) -> str:
        """What lasts of the address; without any there is nothing to save."""
        kept = lasting(self.cleaned_data["query"])
        if not kept:
            raise forms.ValidationError(_("Search or filter the list first; then save what you see."))
        return kept
