"""The members of one cluster, as its manager keeps the list."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from clusters.models import Membership
from imports.kinds import organisations
from imports.kinds.base import (
    Kind,
    Planned,
    Row,
    Setting,
)
from imports.kinds.finding import Organisations
from imports.kinds.member_columns import COLUMNS, values_of
from imports.kinds.member_plan import MemberPlan
from imports.kinds.seats import NAMES as SEAT_NAMES


class MemberKindOfImport(Kind):
    """Memberships of one cluster, with the organisations that are not here yet."""

    code = "members"
    name = _("Members of a cluster")
    about = _("A cluster manager's list of members. Organisations that are not here yet are added.")
    is_of_one_cluster = True
    columns = COLUMNS
    derived = (*SEAT_NAMES, _("Cluster"), _("Confirmed"))
    needed = (("number", "name", "organisation"),)

    def plan(self, rows: Sequence[Row], setting: Setting) -> list[Planned]:
        """What would come of each row, and of the members that are not in the file and were given an end."""
        known = Organisations(rows, setting.same_as, setting.today, id_key="organisation")
        plan = MemberPlan(known, setting)
        planned = [plan.of(row) for row in rows]
        organisations.mark_near(planned)
        planned += plan.missing()
        return plan.without_overlaps(planned)

    def current(self, setting: Setting) -> Iterator[dict[str, str]]:
        """Every membership of the cluster."""
        rows = Membership.objects.filter(cluster=setting.cluster).select_related("organisation")
        for record in rows.order_by("organisation__name_key", "period", "pk").iterator(1000):
            yield values_of(record)
