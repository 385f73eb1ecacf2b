"""Past imports, and the pages on which a new one is brought in, looked through and written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.admin import RecordedAdmin
from imports import permissions
from imports.admin import actions, files
from imports.admin.page import page_of
from imports.forms import UploadForm
from imports.kinds import KINDS
from imports.kinds.base import ADD, CHANGE, END
from imports.models import Batch
from imports.staging import Upload, stage_file


class KindFilter(admin.SimpleListFilter):
    """What the file held."""

    title = gettext_lazy("what the file holds")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 (Django's signature)
        """Every kind of import."""
        return [(code, kind.name) for code, kind in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002 (Django's signature)
        """Imports of the kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Batch)
class BatchAdmin(RecordedAdmin):
    """Everyone on staff sees what was imported; whoever may edit imports."""

    list_display = ("file_name", "what", "cluster", "state", "uploaded", "created_by_name", "rows_written")
    list_filter = ("state", KindFilter)
    list_select_related = ("cluster",)
    search_fields = ("file_name", "source", "reason", "created_by_name", "cluster__name", "file_hash")
    ordering = ("-created_at", "-pk")
    actions = None

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (what is imported decides)
        """Whoever may edit some record."""
        return permissions.may_import(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """What is known of an import is not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """What is known of an import is kept."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The pages of one import, and the files that go with it."""
        view = self.admin_site.admin_view
        own = [
            path("template/<slug:kind>.<slug:form>", view(files.template), name="imports_template"),
            path("current/<slug:kind>.<slug:form>", view(files.current), name="imports_current"),
            path("<int:pk>/faulty.<slug:form>", view(files.faulty), name="imports_faulty"),
            *(
                path(f"<int:pk>/{name}/", view(action), name=f"imports_{name}")
                for name, action in actions.ACTIONS.items()
            ),
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002 (Django's signature)
        """The page on which a file is sent in."""
        if not self.has_add_permission(request):
            raise actions.PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            return HttpResponseRedirect(reverse("admin:imports_batch_change", args=[_staged(request, form).pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import a file"),
            "opts": self.opts,
            "form": form,
            "kinds": KINDS.values(),
        }
        return TemplateResponse(request, "admin/imports/upload.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002 (Django's signature)
        extra_context: Any = None,  # noqa: ARG002 (Django's signature)
    ) -> HttpResponse:
        """One import: what was found in the file, what would be written, and what came of it."""
        batch = self.get_object(request, object_id)
        if batch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        context = {**self.admin_site.each_context(request), "opts": self.opts, **page_of(batch, request)}
        context["has_add_permission"] = self.has_add_permission(request)
        return TemplateResponse(request, "admin/imports/batch.html", context)

    @admin.display(description=gettext_lazy("what the file holds"), ordering="kind")
    def what(self, obj: Batch) -> str:
        """The kind of import."""
        return str(KINDS[obj.kind].name)

    @admin.display(description=gettext_lazy("uploaded"), ordering="created_at")
    def uploaded(self, obj: Batch) -> str:
        """When, in the short form of tables."""
        return date_format(timezone.localtime(obj.created_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("new, changed, ended"))
    def rows_written(self, obj: Batch) -> str:
        """How many rows of each sort."""
        return ", ".join(number_format(obj.count(action), force_grouping=True) for action in (ADD, CHANGE, END))


def _staged(request: HttpRequest, form: UploadForm) -> Batch:
    cleaned = {name: value for name, value in form.cleaned_data.items() if name != "file"}
    file = form.cleaned_data["file"]
    upload = Upload(content=file.read(), file_name=file.name, **cleaned)
    return stage_file(upload, user=request.user, now=timezone.now())
