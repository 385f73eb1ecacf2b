"""Django's makemessages, which knows our second name for lazy texts as well."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collect the texts for translation."""

    # Modules that need both call gettext `_` and gettext_lazy `_lazy`.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_lazy"]
