"""The search boxes of the admin ask the registry's own search, so that staff find what the public finds."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class FoundByWords(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of clusters or of organisations."""

    search_fields = ("name",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:  # noqa: ARG002
        """The records that every word leads to."""
        return (queryset.search(search_term) if search_term.strip() else queryset), False


class FoundByParties(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of rows between records: found by what finds these, or by texts of their own (``search_fields``)."""

    #: Relations to clusters or organisations.
    parties: ClassVar[Sequence[str]] = ("cluster",)
    search_help_text = _("Words that find the cluster or organisation, or that stand in the row itself.")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Rows of the records found, and rows whose own texts have every word."""
        own, _may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return own, False
        found = [Q(pk__in=own.order_by().values("pk"))]
        for name in self.parties:
            records: Any = queryset.model._meta.get_field(name).related_model
            found.append(Q(**{f"{name}__in": records.objects.search(search_term).values("pk")}))
        return queryset.filter(reduce(or_, found)), False
