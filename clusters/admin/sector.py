from django.contrib import admin

from bilingual.text import fields
from clusters.models import Sector
from history.admin import RecordedAdmin


@admin.register(Sector)
class SectorAdmin(RecordedAdmin):
    """The small vocabulary of sectors."""

    list_display = ("name_nb", "name_en", "slug")
    search_fields = ("name_nb", "name_en", "slug")
    ordering = ("name_key", "pk")
    fieldsets = ((None, {"fields": (*fields("name"), "slug")}),)
