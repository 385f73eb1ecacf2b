from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Register what is asked of a deployment."""
        from history.checks import check_fence

        checks.register(check_fence, checks.Tags.database, deploy=True)
