"""What the database refused, in words. Its constraints hold the rules; their messages name them."""

from django.apps import apps
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

FOREIGN_KEY_VIOLATION = "23503"


def in_words(error: IntegrityError) -> str:
    """A sentence that names the broken rule.

    From the constraint's own message, or, where a trigger refused, from what the trigger said.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return _message(model, constraint)
    if getattr(diagnosis, "sqlstate", None) == FOREIGN_KEY_VIOLATION:
        return _("Nothing was saved: another record refers to this one, or the one it refers to has just been deleted.")
    reason = _(getattr(diagnosis, "message_primary", None) or str(error))
    return _("Nothing was saved: %(reason)s.") % {"reason": reason.rstrip(".")}


def _message(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    if constraint.violation_error_message != constraint.default_violation_error_message:
        return str(constraint.get_violation_error_message())
    fields = getattr(constraint, "fields", ())
    if not fields:
        return _("Nothing was saved: it would break the rule “%(rule)s”.") % {"rule": constraint.name}
    return " ".join(model().unique_error_message(model, fields).messages)
