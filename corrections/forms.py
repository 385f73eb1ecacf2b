"""The form that needs no account."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from corrections.choices import Block
from corrections.models.correction_report import LONGEST_EVIDENCE, LONGEST_TEXT
from corrections.tokens import TooFast, TooOld, new_token, opened

SHORTEST_TEXT = 10
#: Who reports an error names a page or two; who advertises names many.
MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)


class ReportForm(forms.Form):
    """What is wrong, where it can be checked and, for whoever wants an answer, an address."""

    block = forms.ChoiceField(label=_("Which part is it about?"), choices=Block.choices)
    text = forms.CharField(
        label=_("What is wrong, and what should it say?"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write what is wrong."),
            "min_length": _("Write a little more, at least %(limit_value)d characters, so that we can find the error."),
        },
    )
    evidence = forms.CharField(
        label=_("Where can we check it?"),
        required=False,
        max_length=LONGEST_EVIDENCE,
        help_text=_("A web address, a report or another source. You may leave it empty."),
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Used for the answer only, and deleted when the report is closed, after 90 days at the latest."),
        error_messages={"invalid": _("Write the address as name@example.no, or leave the field empty.")},
    )
    # Programs fill in every field; people do not see this one.
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    #: What tells this opened form from every other; known once the form is valid.
    nonce = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token

    def clean_text(self) -> str:
        """A text, not a list of advertisements."""
        text = str(self.cleaned_data["text"])
        if len(LINK.findall(text)) > MOST_LINKS:
            message = _("Name at most %(most)s web addresses, and put the best one under “Where can we check it?”.")
            raise ValidationError(message, code="links", params={"most": MOST_LINKS})
        return text

    def clean_homepage(self) -> str:
        """Empty, as nobody sees it."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("Empty the field “Leave this field empty”, then send again."), code="trap")
        return ""

    def clean_token(self) -> str:
        """Opened long enough ago, and not too long."""
        token = str(self.cleaned_data["token"])
        try:
            self.nonce = opened(token)
        except TooFast:
            raise ValidationError(_("That was fast. Wait a few seconds, then send again."), code="fast") from None
        except TooOld:
            self.data = {**self.data.dict(), "token": new_token()}  # type: ignore[attr-defined]
            message = _("The form has been open for too long. Look through it, wait a few seconds and send again.")
            raise ValidationError(message, code="old") from None
        return token

    @property
    def shown(self) -> list[Any]:
        """The fields that people see."""
        return [self[name] for name in ("block", "text", "evidence", "email")]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each fault with the id of its field, for the summary above the form."""
        fields = {name: self[name].id_for_label for name in self.errors if name in self.fields and name != "token"}
        return [(fields.get(name, ""), str(text)) for name, texts in self.errors.items() for text in texts]
