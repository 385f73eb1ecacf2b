from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import FoldText, sort_key
from bilingual.text import Bilingual
from history.recording import recorded
from published.triggers import Publicity, published


@published("sector", Publicity(key="slug"))
@recorded
class Sector(models.Model):
    """An entry in the registry's small vocabulary of sectors."""

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Stands in addresses and in the API."))
    name_nb = models.CharField(_("name (Norwegian)"), max_length=80, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    name_key = sort_key("name_nb")
    name_folded = models.GeneratedField(
        expression=FoldText(Concat("name_nb", Value(" "), "name_en")),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    name = Bilingual("name")

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self) -> str:
        return str(self.name)
