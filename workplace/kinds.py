"""Every kind of work there is, in the order of the front page."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clusters.choices import Publication, Status
from clusters.models import Cluster, Contact, HostPeriod, Label, Membership, Organisation, Standing, TierPeriod
from corrections.models import CorrectionReport
from history.valid_time import EndPrecision
from review.models import Revision
from workplace.work import DAYS_AHEAD, Rows, Work

#: A record that nobody has vouched for in as many days is to be confirmed anew.
CONFIRMED_FOR = 365
#: What the business register says of those that are no more, or soon will not be (Enhetsregisteret's own words).
GONE = ("slettet", "konkurs", "avvikl", "oppløst", "opphørt", "innfusjonert")


def of_clusters(rows: Rows, user: Any) -> Rows:
    """Clusters that the person may change."""
    return rows.editable_by(user)  # type: ignore[attr-defined,no-any-return]


def on_clusters(rows: Rows, user: Any) -> Rows:
    """Rows that belong to clusters which the person may change."""
    return rows if user.edits_everything else rows.filter(cluster__in=Cluster.objects.editable_by(user))


def to_publish(rows: Rows, user: Any) -> Rows:
    """Clusters that the person may publish."""
    return of_clusters(rows, user) if user.publishes else rows.none()


def to_decide(rows: Rows, user: Any) -> Rows:
    """Suggestions of others about what the person may change and publish."""
    return rows.decidable_by(user)  # type: ignore[attr-defined,no-any-return]


def suggestions(_day: dt.date) -> Rows:
    """Changes of published records that wait for a publisher, the oldest first."""
    return Revision.objects.waiting().order_by("suggested_at", "pk")


def in_review(_day: dt.date) -> Rows:
    """Clusters that wait for a publisher."""
    return Cluster.objects.filter(publication=Publication.IN_REVIEW).order_by("updated_at", "pk")


def reports(_day: dt.date) -> Rows:
    """What the public has reported, the oldest first."""
    return CorrectionReport.objects.waiting().select_related("cluster").order_by("created_at", "pk")


def _ending(model: Any, day: dt.date) -> Rows:
    """Periods with a known end in the time ahead, of clusters that are not withdrawn."""
    first, last = day + dt.timedelta(days=1), day + dt.timedelta(days=DAYS_AHEAD + 1)
    rows = model.objects.filter(period__endswith__range=(first, last)).exclude(end_precision=EndPrecision.UNKNOWN)
    kept = rows.exclude(cluster__publication=Publication.WITHDRAWN)
    return kept.select_related("cluster").order_by("period__endswith", "pk")  # type: ignore[no-any-return]


def tier_periods(day: dt.date) -> Rows:
    """Tier periods that end soon."""
    return _ending(TierPeriod, day).select_related("cluster", "tier")


def contracts(day: dt.date) -> Rows:
    """Hosts whose contract ends soon."""
    return _ending(HostPeriod, day).select_related("cluster", "organisation")


def labels(day: dt.date) -> Rows:
    """Labels that end soon and have no later one."""
    later = Label.objects.filter(cluster=OuterRef("cluster"), assessed_date__gt=OuterRef("assessed_date"))
    soon = Label.objects.filter(valid_until__range=(day, day + dt.timedelta(days=DAYS_AHEAD)))
    return soon.filter(~Exists(later)).select_related("cluster").order_by("valid_until", "pk")


def _standing(day: dt.date, status: Status) -> Rows:
    """Published clusters with that status on the day."""
    standing = Standing.objects.filter(cluster=OuterRef("pk"), period__contains=day, status=status)
    return Cluster.objects.published().filter(Exists(standing))


def ends_not_known(day: dt.date) -> Rows:
    """Clusters whose time on their tier is only assumed to have passed."""
    return _standing(day, Status.UNCONFIRMED).order_by("name_key", "pk")


def not_confirmed(day: dt.date) -> Rows:
    """Clusters in the programme that nobody has vouched for in a year."""
    stale = Q(confirmed_date__isnull=True) | Q(confirmed_date__lt=day - dt.timedelta(days=CONFIRMED_FOR))
    return _standing(day, Status.ACTIVE).filter(stale).order_by("confirmed_date", "name_key", "pk")


def gone_from_the_register(day: dt.date) -> Rows:
    """Members that the business register says are no more, and of which the registry knows no end."""
    says_so = Q()
    for word in GONE:
        says_so |= Q(register_status__icontains=word)
    alive = Organisation.objects.filter(says_so, dissolved_date__isnull=True, merged_into__isnull=True)
    return _in_use(alive, day)


def renamed_in_the_register(day: dt.date) -> Rows:
    """Members that the business register knows by another name."""
    return _in_use(Organisation.objects.filter(merged_into__isnull=True).renamed(), day)


def _in_use(organisations: Rows, day: dt.date) -> Rows:
    """Those that are members or hosts on the day."""
    taking_part = Membership.objects.filter(organisation=OuterRef("pk"), period__contains=day)
    hosting = HostPeriod.objects.filter(organisation=OuterRef("pk"), period__contains=day)
    return organisations.filter(Exists(taking_part) | Exists(hosting)).order_by("name_key", "pk")


def contacts(day: dt.date) -> Rows:
    """Contacts whose review is due."""
    return Contact.objects.due(day).select_related("cluster").order_by("review_date", "pk")


def without_english(_day: dt.date) -> Rows:
    """Published clusters with a text in Norwegian that has no English beside it."""
    missing = Q(summary_en="") & ~Q(summary_nb="") | Q(description_en="") & ~Q(description_nb="")
    return Cluster.objects.published().filter(missing).order_by("name_key", "pk")


def of_organisations(rows: Rows, user: Any) -> Rows:
    """Organisations that the person may change."""
    return rows.editable_by(user)  # type: ignore[attr-defined,no-any-return]


def _with_cluster(row: Any) -> str:
    return f"{row.cluster}: {row}"


def _named(row: Any) -> str:
    return str(row)


def _renamed(row: Any) -> str:
    return f"{row} ({row.register_name})"


def _as_registered(row: Any) -> str:
    return f"{row} ({row.register_status})"


KINDS = (
    Work(
        "suggestions",
        _("Suggested changes"),
        _("Read the change beside what stands, then accept or refuse it."),
        suggestions,
        to_decide,
        _named,
    ),
    Work(
        "review",
        _("Clusters in review"),
        _("Read what is new, and publish it or send it back."),
        in_review,
        to_publish,
        _named,
    ),
    Work(
        "reports",
        _("Reports from the public"),
        _("Mend the record, then close the report."),
        reports,
        of_organisations,
        _named,
    ),
    Work(
        "tiers",
        _("Tier periods that end"),
        _("Enter what follows: a new tier, or why the period ended."),
        tier_periods,
        on_clusters,
        _with_cluster,
        due="last_date",
    ),
    Work(
        "contracts",
        _("Hosts whose contract ends"),
        _("Enter the next host, or that the present one goes on."),
        contracts,
        on_clusters,
        _with_cluster,
        due="last_date",
    ),
    Work(
        "labels",
        _("Labels that end"),
        _("Ask the cluster for a new assessment, and enter its result."),
        labels,
        on_clusters,
        _with_cluster,
        due="valid_until",
    ),
    Work(
        "contacts",
        _("Contacts to review"),
        _("Ask whether the contact still holds, then give it a new review date or delete it."),
        contacts,
        on_clusters,
        _with_cluster,
        due="review_date",
    ),
    Work(
        "ends",
        _("Ends that nobody has confirmed"),
        _("The usual time on the tier has passed. Enter when the period ended, or that it still holds."),
        ends_not_known,
        of_clusters,
        _named,
    ),
    Work(
        "unconfirmed",
        _("Records nobody has confirmed in a year"),
        _("Look the record over, and confirm that it holds as of today."),
        not_confirmed,
        of_clusters,
        _named,
    ),
    Work(
        "register",
        _("Organisations the business register calls dissolved"),
        _("Enter when the organisation was dissolved, and end its memberships."),
        gone_from_the_register,
        of_organisations,
        _as_registered,
    ),
    Work(
        "renamed",
        _("Organisations the business register knows by another name"),
        _("Enter the new name and keep the former one among the other names; or enter the register's there."),
        renamed_in_the_register,
        of_organisations,
        _renamed,
    ),
    Work(
        "english",
        _("Texts without English"),
        _("Write the English text beside the Norwegian one."),
        without_english,
        of_clusters,
        _named,
    ),
)
