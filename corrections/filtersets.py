"""What a report is about, out of the address of its form."""

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Organisation
from corrections.addresses import page_of
from corrections.choices import Block
from corrections.models import CorrectionReport
from corrections.models.correction_report import LONGEST_SEARCH, SUBJECTS
from doors.filtersets import NOT_VALID, StrictFilterSet, StrictForm, nearest, unknown_value
from regions.models import Region
from regions.nearest import nearest_code

LISTS = (("clusters", _("Clusters")), ("organisations", _("Organisations")))
#: Of these parameters one at most says what the report is about.
ABOUT = (*SUBJECTS, "missing")
LONGEST_ID = 18


class SubjectForm(StrictForm):
    """Knows which records there are."""

    filterset: "SubjectFilterSet"

    def clean(self) -> dict[str, Any]:
        """Refuse records that the public does not know, and more than one of them."""
        super().clean()
        named = [name for name in ABOUT if self.cleaned_data.get(name)]
        if len(named) > 1:
            message = _("A report is about one thing. Leave out “%(parameter)s” or the others.")
            params = {"parameter": named[1], "value": str(self.cleaned_data[named[1]])}
            self.add_error(None, ValidationError(message, code="several", params=params))
        elif named and named[0] != "missing" and self.filterset.record is None:
            value = self.cleaned_data[named[0]]
            self.add_error(named[0], unknown_value(named[0], value, self.filterset.nearest_to(value)))
        return self.cleaned_data


def _choice(label: Any, choices: Any) -> Any:
    errors = {"invalid_choice": NOT_VALID}
    return django_filters.ChoiceFilter(method="keep", label=label, choices=choices, error_messages=errors)


class SubjectFilterSet(StrictFilterSet):
    """A record, a list without results, or the registry as a whole."""

    form_class = SubjectForm
    paging = ()
    cluster = django_filters.CharFilter(method="keep", label=_("Cluster"), max_length=80)
    organisation = django_filters.CharFilter(method="keep", label=_("Organisation"), max_length=LONGEST_ID)
    region = django_filters.CharFilter(method="keep", label=_("Region"), max_length=20)
    missing = _choice(_("What is missing"), LISTS)
    searched = django_filters.CharFilter(method="keep", label=_("Searched for"), max_length=LONGEST_SEARCH)
    block = _choice(_("Part of the page"), Block.choices)

    class Meta:
        model = CorrectionReport
        fields: ClassVar[list[str]] = []

    def given(self, name: str) -> str:
        """The value of a parameter, empty where it is not given or not sound."""
        return str(self.form.cleaned_data.get(name) or "")

    @cached_property
    def record(self) -> Any:
        """The cluster, organisation or region that the report is about; None for anything else."""
        if slug := self.given("cluster"):
            return Cluster.objects.published().filter(slug=slug).first()
        if number := self.given("organisation"):
            is_id = number.isascii() and number.isdigit()
            return Organisation.objects.filter(pk=int(number), merged_into=None).first() if is_id else None
        code = self.given("region")
        return Region.objects.named(code, timezone.localdate()) if code else None

    def nearest_to(self, value: str) -> str:
        """The name of a record that may have been meant."""
        if self.given("region"):
            return nearest_code(value, timezone.localdate())
        slugs = Cluster.objects.published().values_list("slug", flat=True) if self.given("cluster") else ()
        return nearest(value, slugs)

    @property
    def searched_words(self) -> str:
        """The words that a list had no result for."""
        return QueryDict(self.given("searched")).get("q", "")

    @property
    def back_url(self) -> str:
        """Where the visitor came from."""
        if self.record is not None:
            return page_of(self.record)
        return reverse(f"clusters:{self.given('missing') or 'home'}")
