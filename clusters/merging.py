"""Two records that are one: everything of the other moves to the one that is kept, and comes back if it was a mistake.

The other organisation stays as an address that leads on (``merged_into``); the other cluster goes, and its name, slug
and id lead on. What was done stands in the change history, by its context, and is undone from there.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pghistory
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from clusters.choices import NameKind
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    ClusterSuccession,
    Contact,
    FormerSlug,
    HostPeriod,
    Label,
    Membership,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    TierPeriod,
)
from clusters.services import settle_periods
from history.applying import apply, ask_deferred_rules
from history.changesets import Changeset
from history.events import changes_in, event_model
from history.valid_time import EndPrecision, StartPrecision, ValidTime

#: Keys of a merger in the context of its events.
KEPT, MERGED, SLUGS = "merge_kept", "merge_other", "merge_slugs"
#: What may be taken from either record.
ORGANISATION_VALUES = ("name", "kind", "seat", "industry_code", "website", "founded_date", "dissolved_date")
CLUSTER_VALUES = (
    *("name", "acronym", "summary_nb", "summary_en", "description_nb", "description_en"),
    *("seat", "reach", "founded_year", "website", "email"),
)
SAME = _("Choose two different records.")
ALREADY = _("One of them has been merged already.")
NEEDS_REASON = _("Write why they are one.")
#: Rows of other rooms: what they hang on, their model and foreign key, and the columns by which two are the same.
_MOVING_ALONG: list[tuple[Any, Any, str, tuple[str, ...]]] = []


class NotMergedError(Exception):
    """Why nothing was merged, in a sentence."""


def moves_along(
    whole: type[models.Model], model: type[models.Model], field: str, *, same: tuple[str, ...] = ()
) -> None:
    """From now on rows of ``model`` move with the records of the kind ``whole`` that their ``field`` refers to.

    Rows are the same, and one of them goes, where all columns in ``same`` are; without any, all of them stay.
    """
    _MOVING_ALONG.append((whole, model, field, same))


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, other: Organisation, from_other: Iterable[str], reason: str
) -> Changeset:
    """Move everything of ``other`` to ``kept``; the values named in ``from_other`` are taken from it, too.

    Memberships and hosts in the same cluster whose times meet become one. Gives what was changed. Raises
    NotMergedError, and IntegrityError where a rule is against it; then nothing is written.
    """
    _check(kept, other, reason)
    if kept.merged_into_id or other.merged_into_id:
        raise NotMergedError(ALREADY)
    with pghistory.context(reason=reason, **{KEPT: kept.pk, MERGED: other.pk}) as context:
        clusters = _clusters_of(kept, other)
        for model in (Membership, HostPeriod):
            _move_periods(model, "organisation", kept, other, "cluster_id")
        _move_names(kept, other)
        _move_identifiers(kept, other)
        _move_along(kept, other)
        _take_values(kept, other, from_other, ORGANISATION_VALUES)
        Organisation.objects.filter(merged_into=other).update(merged_into=kept)
        for cluster in clusters:
            settle_periods(cluster=cluster)
        ask_deferred_rules()
        return changes_in(context.id, with_following=False)


@transaction.atomic
def merge_clusters(*, kept: Cluster, other: Cluster, from_other: Iterable[str], reason: str) -> Changeset:
    """Move everything of ``other`` to ``kept`` and delete it; its slugs and its id lead on.

    Memberships, hosts and tier periods whose times meet become one; two tiers at a time are refused by the database.
    Gives what was changed. Raises NotMergedError, and IntegrityError; then nothing is written.
    """
    _check(kept, other, reason)
    slugs = list(FormerSlug.objects.filter(cluster=other).values_list("slug", flat=True))
    with pghistory.context(reason=reason, **{KEPT: kept.pk, MERGED: other.pk, SLUGS: slugs}) as context:
        for model, party in ((Membership, "organisation_id"), (HostPeriod, "organisation_id"), (TierPeriod, "tier_id")):
            _move_periods(model, "cluster", kept, other, party)
        _move_rows(ClusterName, "cluster", kept, other, ("name", "kind"))
        _move_rows(ClusterSector, "cluster", kept, other, ("sector_id",))
        _move_rows(Contact, "cluster", kept, other, ("function", "name"))
        _move_rows(Label, "cluster", kept, other, ("assessed_date",))
        # A cluster does not succeed itself.
        ClusterSuccession.objects.filter(predecessor__in=(kept, other), successor__in=(kept, other)).delete()
        _move_rows(ClusterSuccession, "predecessor", kept, other, ("successor_id",))
        _move_rows(ClusterSuccession, "successor", kept, other, ("predecessor_id",))
        FormerSlug.objects.filter(slug__in=slugs).update(cluster=kept)
        _move_along(kept, other)
        names = {kept.name: "", other.name: other.slug}
        _take_values(kept, other, from_other, CLUSTER_VALUES)
        other.delete()
        _remember_names(kept, names)
        settle_periods(cluster=kept)
        ask_deferred_rules()
        return changes_in(context.id, with_following=False)


@transaction.atomic
def undo_merge(*, context: str, reason: str) -> None:
    """Put back everything that a merger changed; ``context`` is that of its events.

    Raises ``history.applying.Conflicts`` where later edits would be lost, and IntegrityError; then nothing is written.
    """
    if not reason.strip():
        raise NotMergedError(NEEDS_REASON)
    merged = changes_in(context, with_following=False)
    with pghistory.context(reason=reason):
        apply(merged.inverse())
        other, slugs = merged.context.get(MERGED), merged.context.get(SLUGS, [])
        FormerSlug.objects.filter(slug__in=slugs).update(cluster=other)
        for cluster in Cluster.objects.filter(pk__in=_clusters_in(merged)):
            settle_periods(cluster=cluster)


def mergers_of(record: models.Model) -> list[dict[str, Any]]:
    """The mergers into the record that still stand, the latest first: context, moment, reason and the other's name."""
    events = event_model(type(record))
    found = events.objects.filter(**{f"pgh_context__{KEPT}": record.pk}).exclude(pgh_obj_id=record.pk)
    latest: dict[Any, dict[str, Any]] = {}
    for event in found.order_by("-pgh_id"):
        kept = {"context": str(event.pgh_context_id), "at": event.pgh_created_at, "other": event.name}
        if event.pgh_context.get(MERGED) == event.pgh_obj_id and _still_stands(record, event.pgh_obj_id):
            latest.setdefault(event.pgh_obj_id, {**kept, "reason": event.pgh_context.get("reason", "")})
    return list(latest.values())


def kept_cluster(pk: int) -> int | None:
    """The id of the cluster that the one with this id was merged into; None if it was not."""
    last = event_model(Cluster).objects.filter(pgh_obj_id=pk).order_by("-pgh_id").first()
    if last is None or last.pgh_label != "delete" or not last.pgh_context:
        return None
    return last.pgh_context.get(KEPT)  # type: ignore[no-any-return]  # an id of ours


def _still_stands(record: models.Model, other: int) -> bool:
    if isinstance(record, Organisation):
        return Organisation.objects.filter(pk=other, merged_into=record).exists()
    return not Cluster.objects.filter(pk=other).exists()


def _check(kept: models.Model, other: models.Model, reason: str) -> None:
    if kept.pk == other.pk:
        raise NotMergedError(SAME)
    if not reason.strip():
        raise NotMergedError(NEEDS_REASON)


def _clusters_of(*organisations: Organisation) -> list[Cluster]:
    members = Membership.objects.filter(organisation__in=organisations).values("cluster")
    hosts = HostPeriod.objects.filter(organisation__in=organisations).values("cluster")
    return list(Cluster.objects.filter(models.Q(pk__in=members) | models.Q(pk__in=hosts)))


def _clusters_in(changes: Changeset) -> set[int]:
    return {change.state["cluster_id"] for change in changes if "cluster_id" in change.state}


def _move_periods(model: Any, field: str, kept: Any, other: Any, party: str) -> None:
    """Move rows with a period; where one meets a row of ``kept`` with the same other party, both become one."""
    for row in model.objects.filter(**{field: other}).order_by("period", "pk"):
        same = list(model.objects.filter(**{field: kept, party: getattr(row, party)}).order_by("period", "pk"))
        meeting = [one for one in same if _meet(one, row)]
        if not meeting:
            setattr(row, field, kept)
            row.save(update_fields=[field])
            continue
        row.delete()
        _join([*meeting, row])


def _meet(one: ValidTime, row: ValidTime) -> bool:
    """Whether the periods overlap. A row without any year says nothing that another does not say better."""
    if one.period is None or row.period is None:
        return True
    starts_before = row.period.lower is None or one.period.upper is None or row.period.lower < one.period.upper
    ends_after = row.period.upper is None or one.period.lower is None or one.period.lower < row.period.upper
    return bool(starts_before and ends_after)


def _join(rows: Sequence[Any]) -> None:
    """The first row gets the time of all, from the earliest first day to the latest last one; the others go."""
    dated = [row for row in rows if row.period is not None]
    first, *rest = rows
    for row in rest:
        if row.pk:
            row.delete()
    if not dated:
        return
    begins = min(dated, key=_start)
    ends = max(dated, key=_end)
    first.period = DateRange(begins.period.lower, ends.period.upper)
    first.start_precision, first.end_precision = begins.start_precision, ends.end_precision
    if isinstance(first, Membership) and (
        first.start_precision != StartPrecision.UNKNOWN or first.end_precision != EndPrecision.UNKNOWN
    ):
        first.is_observed, first.observed_year = False, None
        first.save(update_fields=["is_observed", "observed_year"])
    first.save(update_fields=["period", "start_precision", "end_precision"])


def _start(row: Any) -> tuple[bool, Any]:
    """A known start before an assumed one, the earliest first."""
    return row.start_precision == StartPrecision.UNKNOWN, row.period.lower


def _end(row: Any) -> tuple[bool, bool, Any]:
    """A known or open end before an assumed one, the latest last."""
    return row.end_precision != EndPrecision.UNKNOWN, row.period.upper is None, row.period.upper


def _move_rows(model: Any, field: str, kept: Any, other: Any, same: Sequence[str]) -> None:
    """Move rows; those that ``kept`` has already, by the columns in ``same``, go. Without such columns none does."""
    for row in model.objects.filter(**{field: other}):
        likeness = {name: getattr(row, name) for name in same}
        if likeness and model.objects.filter(**{field: kept}, **likeness).exists():
            row.delete()
        else:
            setattr(row, field, kept)
            row.save(update_fields=[field])


def _move_along(kept: Any, other: Any) -> None:
    """Move the rows of other rooms."""
    for whole, model, field, same in _MOVING_ALONG:
        if isinstance(kept, whole):
            _move_rows(model, field, kept, other, same)


def _move_names(kept: Organisation, other: Organisation) -> None:
    _move_rows(OrganisationName, "organisation", kept, other, ("name",))
    if other.name != kept.name:
        OrganisationName.objects.get_or_create(organisation=kept, name=other.name, defaults={"source": other.source})


def _move_identifiers(kept: Organisation, other: Organisation) -> None:
    """Move identifiers of schemes that ``kept`` has none in; the others stay with the merged one."""
    held = OrganisationIdentifier.objects.filter(organisation=kept).values("scheme")
    OrganisationIdentifier.objects.filter(organisation=other).exclude(scheme__in=held).update(organisation=kept)


def _take_values(kept: Any, other: Any, from_other: Iterable[str], allowed: Sequence[str]) -> None:
    """Give ``kept`` the chosen values of ``other``, its sources, and its organisation number if it has none itself."""
    former, chosen = kept.name, set(from_other) & set(allowed)
    for name in chosen:
        setattr(kept, name, getattr(other, name))
    known = kept.sources
    kept.source = " | ".join([*known, *(source for source in other.sources if source not in known)])
    if isinstance(kept, Organisation):
        number = other.organisation_number
        other.merged_into = kept
        other.organisation_number = number if kept.organisation_number else ""
        other.save(update_fields=["merged_into", "organisation_number"])
        kept.organisation_number = kept.organisation_number or number
        chosen.add("organisation_number")
    kept.save(update_fields=[*chosen, "source"])
    if former != kept.name and isinstance(kept, Organisation):
        OrganisationName.objects.get_or_create(organisation=kept, name=former)
        OrganisationName.objects.filter(organisation=kept, name=kept.name).delete()


def _remember_names(kept: Cluster, names: dict[str, str]) -> None:
    """Names that are not the cluster's any more, with the slug of the merged one beside its name."""
    unknown = {"period": None, "start_precision": StartPrecision.UNKNOWN, "end_precision": EndPrecision.UNKNOWN}
    for name, its_slug in names.items():
        if name == kept.name and not its_slug:
            continue
        row, _created = ClusterName.objects.get_or_create(
            cluster=kept, name=name, kind=NameKind.ALTERNATIVE, defaults={"slug": its_slug, **unknown}
        )
        if its_slug and not row.slug:
            row.slug = its_slug
            row.save()
