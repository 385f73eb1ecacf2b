from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from history.recording import recorded

LONGEST_QUERY = 2_000


class SavedViewQuerySet(models.QuerySet[Any]):
    """Views of lists."""

    def seen_by(self, user: Any) -> Self:
        """The person's own, and those that colleagues of the same owner share."""
        return self.filter(Q(user=user) | Q(is_shared=True, user__owner=user.owner_id))

    def of_list(self, label: str) -> Self:
        """Views of one list of the admin."""
        return self.filter(list_label=label)


@recorded
class SavedView(models.Model):
    """A list of the admin with its search, filters and order, under a name; one's own, or shared with colleagues."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=80)
    list_label = models.CharField(_("list"), max_length=80)
    query = models.CharField(_("search and filters"), max_length=LONGEST_QUERY)
    is_shared = models.BooleanField(_("shared with the owner's staff"), default=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_label", "name"],
                name="saved_view_once",
                violation_error_message=_("You already have a view of this list with that name."),
            ),
            models.CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="saved_view_narrows", condition=~Q(query="")),
        ]

    def __str__(self) -> str:
        return self.name
