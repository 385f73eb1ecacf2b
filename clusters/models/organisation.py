from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from bilingual.norwegian import folded
from clusters.choices import OrganisationKind
from clusters.models.findable import NAME_WORDS, Findable, Vector, indexes_of, lines_folded, stored
from clusters.models.publicity import ORGANISATIONS
from clusters.organisation_number import validate_organisation_number
from clusters.querysets import OrganisationQuerySet
from history.recording import recorded, recorded_with, touched
from history.sourced import Sourced
from published.triggers import published, published_part

#: Mod-11 with the weights 3 2 7 6 5 4 3 2 and first digit 8 or 9 (Brønnøysundregistrene).
VALID_NUMBER = Q(organisation_number="") | Q(organisation_number__regex=r"^[89]\d{8}$")

#: What the database says where a membership and the life of its organisation do not agree.
OUTSIDE_LIFE = gettext_noop("a membership reaches outside the life of the organisation: mend its period or those dates")


class OrganisationVector(Vector):
    """Name (A), other names (B) and places of the seat (C)."""

    template = f"{NAME_WORDS} || setweight(words_vector(related_words), 'C')"


@published("organisation", ORGANISATIONS, hidden=("merged_into", "register_name", "created_at", "updated_at"))
@recorded_with(found_by=["organisation_number"])
class Organisation(Findable, Sourced):
    """A company, knowledge institution or other body that hosts or takes part in clusters."""

    class SeatBasis(models.TextChoices):
        STATED = "stated", _("stated by the organisation or a register")
        GRANT = "grant", _("place named in a grant, not always the seat")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"), max_length=21, choices=OrganisationKind.choices, default=OrganisationKind.COMPANY
    )
    organisation_number = models.CharField(
        _("organisation number"),
        max_length=9,
        blank=True,
        validators=[validate_organisation_number],
        help_text=_("Nine digits. Empty for foreign organisations and those without a number."),
    )
    seat = models.ForeignKey(
        "regions.Region", verbose_name=_("seat"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seat_basis = models.CharField(_("how the seat is known"), max_length=8, choices=SeatBasis.choices, blank=True)
    industry_code = models.CharField(_("industry code (SN2007)"), max_length=6, blank=True)
    website = models.URLField(_("website"), blank=True)
    founded_date = models.DateField(_("founded"), null=True, blank=True)
    dissolved_date = models.DateField(_("dissolved"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    register_name = models.CharField(
        _("name in the business register"),
        max_length=160,
        blank=True,
        db_default="",
        help_text=_("As the register last gave it, with the legal form. For staff alone."),
    )
    register_status = models.CharField(_("what the business register last said"), max_length=120, blank=True)
    register_checked_at = models.DateTimeField(_("business register checked"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("updated"), db_default=Now(), editable=False)
    words_folded = lines_folded("name", "other_names")
    search_vector = stored(OrganisationVector())

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            *indexes_of("organisation", shown_by="merged_into"),
            models.Index(fields=["-updated_at", "id"], name="organisation_by_update"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~Q(organisation_number=""),
                name="organisation_number_once",
                violation_error_message=_("Another organisation has this number."),
            ),
            models.CheckConstraint(
                name="organisation_number_form",
                condition=VALID_NUMBER,
                violation_error_message=_("An organisation number has nine digits and begins with 8 or 9."),
            ),
            models.CheckConstraint(
                name="organisation_dissolved_after_founded",
                condition=Q(founded_date__isnull=True)
                | Q(dissolved_date__isnull=True)
                | Q(dissolved_date__gt=F("founded_date")),
                violation_error_message=_("The organisation was dissolved before it was founded."),
            ),
            models.CheckConstraint(
                name="organisation_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("An organisation is not merged into itself."),
            ),
        ]
        triggers = [
            touched(*Findable.FOLLOWING),
            pgtrigger.Trigger(
                name="check_number",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("organisation_number"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__organisation_number__gt=""),
                declare=[("weights", "int[]"), ("total", "int")],
                func="""
                    weights = ARRAY[3,2,7,6,5,4,3,2,1];
                    SELECT sum(weights[i] * substr(NEW.organisation_number, i, 1)::int) INTO total
                    FROM generate_series(1, 9) AS i;
                    IF total % 11 <> 0 THEN
                        RAISE EXCEPTION 'organisation number % fails its check digit', NEW.organisation_number
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_number_check_digit';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # The other side of the rule that the membership's own trigger holds. Asked at the end: whoever dissolves
            # an organisation ends its memberships in the same work.
            pgtrigger.Trigger(
                name="life_holds_memberships",
                operation=pgtrigger.UpdateOf("founded_date", "dissolved_date"),  # type: ignore[no-untyped-call]
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=f"""
                    PERFORM 1 FROM clusters_organisation o
                    JOIN clusters_membership m ON m.organisation_id = o.id
                    WHERE o.id = NEW.id AND NOT daterange(o.founded_date, o.dissolved_date) @> m.period;
                    IF FOUND THEN
                        RAISE EXCEPTION '{OUTSIDE_LIFE}'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_within_organisation_life';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The organisation's page in the language of the request."""
        return reverse("clusters:organisation", args=[self.pk])


class KindManager(models.Manager["Organisation"]):
    """Organisations of one kind."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> OrganisationQuerySet:
        """Only the manager's own kind."""
        return OrganisationQuerySet(self.model, using=self._db).filter(kind=self.kind)


class Company(Organisation):
    """An organisation of kind company, with a list of its own in the admin."""

    objects: ClassVar[KindManager] = KindManager(OrganisationKind.COMPANY)  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = _("company")
        verbose_name_plural = _("companies")


class KnowledgeInstitution(Organisation):
    """An organisation of kind knowledge institution, with a list of its own in the admin."""

    objects: ClassVar[KindManager] = KindManager(OrganisationKind.KNOWLEDGE_INSTITUTION)  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = _("knowledge institution")
        verbose_name_plural = _("knowledge institutions")


@published_part("organisation", "names", "organisation", ORGANISATIONS)
@recorded
class OrganisationName(Sourced):
    """A former or other name of an organisation."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="names"
    )
    name = models.CharField(_("name"), max_length=160)
    until_year = models.PositiveSmallIntegerField(_("used until"), null=True, blank=True)
    name_folded = folded()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        indexes = [models.Index(fields=["name_folded", "id"], name="organisation_name_by_folded")]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


@published_part("organisation", "identifiers", "organisation", ORGANISATIONS)
@recorded
class OrganisationIdentifier(Sourced):
    """An organisation's identifier in another scheme than the national business register."""

    class Scheme(models.TextChoices):
        ROR = "ror", "ROR"
        LEI = "lei", "LEI"
        WIKIDATA = "wikidata", "Wikidata"

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(_("scheme"), max_length=8, choices=Scheme.choices)
    value = models.CharField(_("value"), max_length=60)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once"),
            models.UniqueConstraint(fields=["organisation", "scheme"], name="identifier_scheme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"
