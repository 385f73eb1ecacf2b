"""Where a fact comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sourced(models.Model):
    """A row that keeps its source: one or more addresses or titles, separated by `` | ``."""

    source = models.TextField(
        _("source"),
        blank=True,
        help_text=_("Web address or title of the source. Several are separated by “ | ”."),
    )

    class Meta:
        abstract = True

    @property
    def sources(self) -> list[str]:
        """Each source by itself."""
        return [part.strip() for part in self.source.split(" | ") if part.strip()]
