import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.recording import recorded
from published.triggers import published_on_pages


class ContactQuerySet(models.QuerySet[Any]):
    """Ways to reach clusters."""

    def shown(self, day: dt.date) -> Self:
        """What the public is shown: meant for it, and its review not yet due."""
        return self.filter(is_public=True, review_date__gte=day)

    def due(self, day: dt.date) -> Self:
        """Those whose review date is past."""
        return self.filter(review_date__lt=day)


@published_on_pages
@recorded
class Contact(models.Model):
    """How a cluster is reached (kontaktpunkt): by function first, by a person's name only where there is a basis.

    Personal data: it stands on the cluster's page alone, never in lists of the API, exports or feeds, and can be
    erased from history too (history/erasing.py).
    """

    class Function(models.TextChoices):
        MANAGER = "manager", _("cluster manager")
        PRESS = "press", _("press contact")
        OFFICE = "office", _("office")

    class Basis(models.TextChoices):
        NONE = "", _("none: no name")
        CONSENT = "consent", _("the person has agreed")
        PUBLISHED = "published", _("the cluster itself publishes the name")

    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="contacts"
    )
    function = models.CharField(_("function"), max_length=7, choices=Function.choices, default=Function.OFFICE)
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Only where there is a basis for keeping it.")
    )
    basis = models.CharField(
        _("basis for the name"), max_length=9, choices=Basis.choices, default=Basis.NONE, blank=True
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Rather an address of the function than a person's.")
    )
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    is_public = models.BooleanField(
        _("shown to the public"), default=False, help_text=_("On the cluster's page, until the review is due.")
    )
    review_date = models.DateField(
        _("review by"), help_text=_("By then somebody looks whether it still holds. A year ahead is usual.")
    )

    objects = ContactQuerySet.as_manager()

    #: What is a person's, and goes when that person's data are erased.
    PERSONAL = ("name", "email", "phone")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["review_date", "id"], name="contact_by_review")]
        constraints = [
            models.CheckConstraint(
                name="contact_named_on_a_basis",
                condition=(Q(name="") & Q(basis="")) | (~Q(name="") & ~Q(basis="")),
                violation_error_message=_("A name needs a basis, and a basis a name. Leave both empty for a function."),
            ),
            models.CheckConstraint(
                name="contact_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
            models.CheckConstraint(
                name="contact_name_is_no_number",
                condition=~Q(name__regex=r"\d{5}"),
                violation_error_message=_(
                    "The name holds a long number. National identity numbers do not belong here."
                ),
            ),
            models.CheckConstraint(
                name="contact_phone_form",
                condition=Q(phone="") | Q(phone__regex=r"^\+?[0-9][0-9 ]{3,18}$"),
                violation_error_message=_("Write the telephone number with digits and spaces, as +47 22 00 25 00."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "function", "name"],
                name="contact_once",
                violation_error_message=_("This contact is already there."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.name}" if self.name else str(self.get_function_display())
