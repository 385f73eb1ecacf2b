from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = _("Clusters")

    def ready(self) -> None:
        """Say which records have a second pair of eyes, and what asks for a reason; both need the models."""
        from clusters import reviewing

        reviewing.begin()
