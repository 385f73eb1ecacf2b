from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("Support")

    def ready(self) -> None:
        """Say whose changes wait, what moves along in mergers and what a cluster's page shows; all need the models."""
        from support import profiles, reviewing

        reviewing.begin()
        profiles.begin()
