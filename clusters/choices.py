"""Words of the registry that are code, not data."""

from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doors.days import FIRST_DAY

#: Value of a parameter that asks for records of which the registry does not know it.
NOT_STATED: Final = "none"
#: Between the slugs of clusters that a value means all together.
TOGETHER: Final = "~"


class OrganisationKind(models.TextChoices):
    """What sort of actor an organisation is (aktørtype)."""

    COMPANY = "company", _("company")
    KNOWLEDGE_INSTITUTION = "knowledge-institution", _("knowledge institution")
    ENTREPRENEUR = "entrepreneur", _("entrepreneur")
    PUBLIC_BODY = "public-body", _("public body")
    INVESTOR = "investor", _("investor")
    OTHER = "other", _("other")


class MembershipRole(models.TextChoices):
    """What an organisation is in a cluster."""

    CORE_PARTNER = "core-partner", _("core partner")
    MEMBER = "member", _("member")
    ASSOCIATED = "associated", _("associated")
    RESEARCH_PARTNER = "research-partner", _("R&D partner")
    PUBLIC_PARTNER = "public-partner", _("public partner")


class Reach(models.TextChoices):
    """How far a cluster reaches."""

    REGIONAL = "regional", _("regional")
    NATIONAL = "national", _("national")


class Footprint(models.TextChoices):
    """Whose seats say where a cluster is counted."""

    SEAT = "seat", _("the cluster's seat")
    MEMBERS = "members", _("the members' seats")


class Publication(models.TextChoices):
    """Where a record stands on its way to the public. Only ``published`` is at any door."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Status(models.TextChoices):
    """A cluster's place in the programme on a day, derived from its tier periods."""

    ACTIVE = "active", _("in the programme")
    UNCONFIRMED = "unconfirmed", _("end not confirmed")
    FORMER = "former", _("formerly in the programme")


class MemberStatus(models.TextChoices):
    """An organisation's place in the programme on a day, derived from its memberships."""

    ACTIVE = "active", _("member of a cluster in the programme")


class EndConfirmed(models.TextChoices):
    """Whether a source names the end of a period, or that it still holds."""

    TRUE = "true", _("confirmed")
    FALSE = "false", _("not confirmed")


class NameKind(models.TextChoices):
    """Why a cluster has another name."""

    FORMER = "former", _("former name")
    ALTERNATIVE = "alternative", _("also known as")
    ENGLISH = "english", _("English name")


class EndReason(models.TextChoices):
    """Why a tier period ended."""

    PROMOTED = "promoted", _("moved to another tier")
    EXPIRED = "expired", _("the support ran out")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("merged")


def admission_years() -> list[tuple[str, Any]]:
    """The years in which a cluster may have entered the programme."""
    known = range(FIRST_DAY.year, timezone.localdate().year + 1)
    return [*((str(year), str(year)) for year in known), (NOT_STATED, _("year not stated"))]
