from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Hear what Django and allauth do to accounts."""
        # Imported here: it needs the models.
        from staff.listeners import listen

        listen()
