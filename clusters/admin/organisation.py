from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clusters.admin.merging import Mergeable
from clusters.admin.searching import FoundByWords
from clusters.choices import OrganisationKind
from clusters.merging import ORGANISATION_VALUES, merge_organisations
from clusters.models import Company, KnowledgeInstitution, Organisation, OrganisationIdentifier, OrganisationName
from clusters.organisation_number import compact
from clusters.permissions import may_edit_some
from history.admin import NOT_STATED, RecordedInline
from review.many import ManyAdmin


class OrganisationNumberField(forms.CharField):
    """Nine digits, with or without the spaces people write in them."""

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        return compact(super().to_python(value) or "")


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """An organisation."""

    organisation_number = OrganisationNumberField(
        label=capfirst(_("organisation number")),
        required=False,
        help_text=_("Nine digits, with or without spaces. Empty for foreign organisations and those without a number."),
        widget=forms.TextInput(attrs={"size": 14, "inputmode": "numeric"}),
    )

    def clean_organisation_number(self) -> str:
        """A number is one organisation's; the error names whose."""
        number: str = self.cleaned_data["organisation_number"]
        other = Organisation.objects.filter(organisation_number=number).exclude(pk=self.instance.pk).first()
        if number and other:
            message = _("%(other)s already has this number. Use that record instead of entering it twice.")
            raise forms.ValidationError(message, code="double", params={"other": other})
        return number


class StatedFilter(admin.AllValuesFieldListFilter):
    """Every value there is, the empty one by what it means."""

    def choices(self, changelist: Any) -> Any:
        """The links of the filter."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or NOT_STATED}


class NameInline(RecordedInline):
    """Former and other names."""

    model = OrganisationName
    fk_name = "organisation"
    fields = ("name", "until_year", "source")


class IdentifierInline(RecordedInline):
    """Identifiers in other schemes."""

    model = OrganisationIdentifier
    fk_name = "organisation"
    fields = ("scheme", "value", "source")


@admin.register(Organisation)
class OrganisationAdmin(FoundByWords, Mergeable, ManyAdmin):
    """Organisations of every kind; kept in common, so every editor may change them."""

    form = OrganisationForm
    merge = staticmethod(merge_organisations)
    values_to_choose = ORGANISATION_VALUES
    fields_for_many: tuple[str, ...] = ("kind", "seat", "industry_code", "dissolved_date", "source")
    actions = ("change_many",)
    list_display = ("name", "kind", "number", "seat", "industry_code", "updated")
    list_filter = ("kind", ("register_status", StatedFilter))
    list_select_related = ("seat",)
    search_help_text = _("Words of a name or place, an organisation number or a web domain.")
    autocomplete_fields = ("seat", "merged_into")
    ordering = ("name_key", "pk")
    inlines = (NameInline, IdentifierInline)
    fieldsets = (
        (None, {"fields": ("name", ("kind", "organisation_number"))}),
        (_("Where and what"), {"fields": ("seat", "industry_code", "website")}),
        (
            _("Life"),
            {
                "description": _("Memberships lie within the life of the organisation."),
                "fields": (("founded_date", "dissolved_date"), "merged_into"),
            },
        ),
        (_("Where it comes from"), {"fields": ("source", ("register_name", "register_status", "register_checked_at"))}),
    )
    readonly_fields = ("register_name", "register_status", "register_checked_at")

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (the rule is the same for all)
        """Every editor may, as OrganisationQuerySet.editable_by says."""
        user: Any = request.user
        return may_edit_some(Organisation, user)

    @admin.display(description=_("organisation number"), ordering="organisation_number")
    def number(self, obj: Organisation) -> str:
        """In groups of three."""
        digits = obj.organisation_number
        return "\u00a0".join((digits[:3], digits[3:6], digits[6:])) if digits else ""

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, obj: Organisation) -> str:
        """The day in the short form of tables."""
        return date_format(obj.updated_at, "SHORT_DATE_FORMAT")


class OneKindAdmin(OrganisationAdmin):
    """Organisations of one kind, set when they are added."""

    kind: OrganisationKind
    fields_for_many = tuple(name for name in OrganisationAdmin.fields_for_many if name != "kind")

    def get_list_display(self, request: HttpRequest) -> Any:  # noqa: ARG002
        """Without the kind: it is the same in every row."""
        return tuple(name for name in self.list_display if name != "kind")

    def get_list_filter(self, request: HttpRequest) -> Any:  # noqa: ARG002
        """Without the kind: it is the same in every row."""
        return tuple(name for name in self.list_filter if name != "kind")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """Without the kind: it follows from the list."""
        return ((None, {"fields": ("name", "organisation_number")}), *self.fieldsets[1:])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save the organisation as one of this kind."""
        obj.kind = self.kind
        super().save_model(request, obj, form, change)


@admin.register(Company)
class CompanyAdmin(OneKindAdmin):
    """Companies."""

    kind = OrganisationKind.COMPANY


@admin.register(KnowledgeInstitution)
class KnowledgeInstitutionAdmin(OneKindAdmin):
    """Universities, colleges and research institutes."""

    kind = OrganisationKind.KNOWLEDGE_INSTITUTION
