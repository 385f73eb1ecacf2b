"""Words of the reports that are code, not data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far a report has come."""

    NEW = "new", pgettext_lazy("a report", "new")
    TAKEN = "taken", pgettext_lazy("a report", "being looked into")
    DONE = "done", pgettext_lazy("a report", "done")
    REFUSED = "refused", pgettext_lazy("a report", "not followed up")


WAITING = (State.NEW, State.TAKEN)
CLOSED = (State.DONE, State.REFUSED)
#: What may follow. A closed report stays closed: the address for an answer is gone by then.
NEXT = {
    State.NEW: (State.TAKEN, State.DONE, State.REFUSED),
    State.TAKEN: (State.NEW, State.DONE, State.REFUSED),
    State.DONE: (),
    State.REFUSED: (),
}


class Block(models.TextChoices):
    """Which part of the page is wrong."""

    FACTS = "facts", _("Name, place, sector or contact")
    TEXTS = "texts", _("Summary or description")
    TIERS = "tiers", _("Tiers and years in the programme")
    MEMBERS = "members", _("Members")
    HOSTS = "hosts", _("Host organisation")
    LINEAGE = "lineage", _("Other names, mergers and borders")
    MISSING = "missing", _("Something is missing")
    ACCESSIBILITY = "accessibility", _("I cannot use the page")
    OTHER = "other", _("Something else")
