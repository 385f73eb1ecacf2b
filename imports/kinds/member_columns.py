"""What a file of members says of each."""

from django.utils.translation import gettext_lazy as _

from clusters.choices import MembershipRole
from clusters.models import Membership
from imports import columns
from imports.columns import Column
from imports.kinds import organisations
from imports.kinds.periods import (
    BEGINS,
    END_STATE,
    ENDS,
    period_values,
)
from imports.kinds.seats import COLUMNS as SEAT

MODEL = "clusters.membership"
_role_read, _role_show = columns.one_of(MembershipRole)
#: Columns about the organisation: they find it, or describe a new one.
ABOUT_IT = (organisations.NUMBER, organisations.NAME, organisations.KIND, *SEAT, organisations.WEBSITE)
COLUMNS = (
    Column("membership", _("Membership id"), columns.number, is_key=True, note=_("As in our exports.")),
    Column("organisation", _("Organisation id"), columns.number, is_key=True, note=_("As in our exports.")),
    *ABOUT_IT,
    Column("role", _("Role"), _role_read, _role_show, example=MembershipRole.MEMBER.value, aliases=("rolle",)),
    Column("role_in_source", _("Role in the source's words"), columns.text_of(Membership, "role_in_source")),
    BEGINS,
    END_STATE,
    ENDS,
    Column("observed_year", _("Observed in"), columns.year, note=_("The year of a list that does not say since when.")),
    Column("source", _("Source"), columns.free_text),
)


def values_of(record: Membership) -> dict[str, str]:
    """The membership as values of the columns."""
    organisation = record.organisation
    return {
        "membership": str(record.pk),
        "organisation": str(organisation.pk),
        "number": organisation.organisation_number,
        "name": organisation.name,
        "kind": organisation.kind,
        "role": record.role,
        "role_in_source": record.role_in_source,
        **period_values(record),
        "observed_year": str(record.observed_year or ""),
        "source": record.source,
    }
