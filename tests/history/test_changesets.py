"""What one piece of work changed: read from history, undone, applied again, and never over somebody else's work."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pghistory
import pytest
from django.db import IntegrityError
from django.utils import timezone, translation

from clusters.models import Cluster, ClusterName, ClusterSector, Membership, Organisation, TierPeriod
from clusters.services import settle_periods
from history.applying import REFERRED_BY, Conflicts, apply, conflicts_of, rebased
from history.changesets import Changeset
from history.events import (
    changes_in,
    changes_since,
    current_states,
    difference,
    last_events,
    recorded_models,
    rows_of,
    states_at,
)
from history.wording import in_words

pytestmark = pytest.mark.django_db
SLUG = "gce-node"
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def node() -> Cluster:
    return Cluster.objects.get(slug=SLUG)


def parts(cluster: Cluster) -> list[tuple[Any, dict[str, Any]]]:
    of_cluster = (TierPeriod, ClusterName, ClusterSector, Membership)
    return [(Cluster, {"pgh_obj_id": cluster.pk}), *((model, {"cluster_id": cluster.pk}) for model in of_cluster)]


def whole_registry() -> dict[str, Any]:
    """Every recorded row, as it stands."""
    return {
        model.__name__: sorted(
            model._default_manager.values_list(
                *(f.attname for f in model._meta.concrete_fields if f.name != "updated_at")
            )
        )
        for model in recorded_models()
    }


def done(work: Callable[[], object]) -> Changeset:
    """What the work changed, as history has it, after a way through JSON."""
    with pghistory.context(reason="rydder") as context:
        work()
    found = changes_in(context.id)
    return Changeset.from_json(json.loads(json.dumps(found.as_json())))


def change_much() -> None:
    """A new organisation with a name joins, a member leaves, a text and a period change."""
    cluster = node()
    oslo = Organisation.objects.create(name="Ålesund Skipsverft AS", kind="company")
    ClusterName.objects.create(cluster=cluster, name="Borelauget", **YEARLESS)
    Membership.objects.create(cluster=cluster, organisation=oslo, **YEARLESS)
    Membership.objects.filter(cluster=cluster).exclude(organisation=oslo).order_by("pk")[0].delete()
    Cluster.objects.filter(pk=cluster.pk).update(acronym="NODE", summary_nb="Boring og brønn på Sørlandet.")
    TierPeriod.objects.filter(cluster=cluster).update(note="Vedtatt i styret.")


def test_a_piece_of_work_is_undone_and_done_again() -> None:
    before = whole_registry()

    work = done(change_much)
    after = whole_registry()
    apply(work.inverse())
    undone = whole_registry()
    apply(work)

    assert undone == before
    assert whole_registry() == after != before


def test_a_deleted_cluster_comes_back_whole_with_its_old_ids() -> None:
    before = whole_registry()
    cluster = node()
    found = Cluster.objects.search("NODE").count()

    work = done(Cluster.objects.filter(pk=cluster.pk).delete)
    apply(work.inverse())

    assert {"clusters.cluster", "clusters.membership", "clusters.tierperiod"} <= {change.model for change in work}
    assert whole_registry() == before
    assert node().pk == cluster.pk
    assert Cluster.objects.search("NODE").count() == found


def test_what_came_and_went_is_no_change() -> None:
    work = done(lambda: ClusterName.objects.create(cluster=node(), name="Borelauget", **YEARLESS).delete())

    assert len(work) == 0


def test_another_context_has_nothing() -> None:
    assert len(changes_in(uuid4())) == 0


def test_what_follows_by_a_rule_can_be_left_out() -> None:
    period = TierPeriod.objects.filter(cluster__slug="gce-blue-maritime").order_by("-period")[0]
    with pghistory.context(reason="trukket") as context:
        TierPeriod.objects.filter(pk=period.pk).delete()
        corrected = settle_periods(cluster=period.cluster)

    assert corrected
    assert [change.model for change in changes_in(context.id, with_following=False)] == ["clusters.tierperiod"]
    assert len(changes_in(context.id)) == 1 + corrected


def test_two_changes_of_different_columns_are_both_kept() -> None:
    work = done(lambda: Cluster.objects.filter(slug=SLUG).update(acronym="NODE"))
    apply(work.inverse())
    Cluster.objects.filter(slug=SLUG).update(website="https://eksempel.no")

    apply(work)

    assert (node().acronym, node().website) == ("NODE", "https://eksempel.no")


def test_a_conflict_names_the_field_and_both_values_and_nothing_is_written() -> None:
    work = done(change_much)
    apply(work.inverse())
    Cluster.objects.filter(slug=SLUG).update(acronym="GCEN")
    before = whole_registry()

    with pytest.raises(Conflicts) as raised:
        apply(work)

    (conflict,) = raised.value.found
    assert (conflict.column, conflict.base, conflict.theirs, conflict.yours) == ("acronym", "", "GCEN", "NODE")
    assert whole_registry() == before
    apply(rebased(work))
    assert (node().acronym, node().summary_nb) == ("GCEN", "Boring og brønn på Sørlandet.")


def test_a_conflict_is_decided_for_ones_own_value() -> None:
    work = done(lambda: Cluster.objects.filter(slug=SLUG).update(acronym="NODE", email="post@node.no"))
    apply(work.inverse())
    Cluster.objects.filter(slug=SLUG).update(acronym="GCEN", email="gcen@node.no")
    emails, acronyms = sorted(conflicts_of(work), key=lambda conflict: conflict.column or "", reverse=True)

    apply(rebased(work, {acronyms.key}))

    assert emails.column == "email"
    assert (node().acronym, node().email) == ("NODE", "gcen@node.no")


@pytest.mark.parametrize(("keeps_yours", "stands"), [(False, False), (True, True)])
def test_a_row_that_was_deleted_meanwhile_is_asked_about(*, keeps_yours: bool, stands: bool) -> None:
    name = ClusterName.objects.create(cluster=node(), name="Borelauget", **YEARLESS)
    work = done(lambda: ClusterName.objects.filter(pk=name.pk).update(name="Borelaget"))
    ClusterName.objects.filter(pk=name.pk).delete()

    (conflict,) = conflicts_of(work)
    apply(rebased(work, {conflict.key} if keeps_yours else ()))

    assert (conflict.column, conflict.theirs) == (None, None)
    assert ClusterName.objects.filter(pk=name.pk, name="Borelaget").exists() is stands


@pytest.mark.parametrize(("keeps_yours", "stands"), [(False, True), (True, False)])
def test_a_row_that_was_changed_meanwhile_is_not_deleted_unasked(*, keeps_yours: bool, stands: bool) -> None:
    name = ClusterName.objects.create(cluster=node(), name="Borelauget", **YEARLESS)
    work = done(name.delete)
    apply(work.inverse())
    ClusterName.objects.filter(name="Borelauget").update(name="Borelaget")

    (conflict,) = conflicts_of(work)
    apply(rebased(work, {conflict.key} if keeps_yours else ()))

    assert ClusterName.objects.filter(name="Borelaget").exists() is stands


def test_what_others_came_to_refer_to_is_not_taken_away() -> None:
    work = done(lambda: Organisation.objects.create(name="Ålesund Skipsverft AS"))
    organisation = Organisation.objects.get(name="Ålesund Skipsverft AS")
    Membership.objects.create(cluster=node(), organisation=organisation, **YEARLESS)

    with pytest.raises(Conflicts) as raised:
        apply(work.inverse())

    (conflict,) = raised.value.found
    assert "Ålesund" in conflict.theirs[REFERRED_BY]
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_neighbouring_periods_swap_in_whatever_order_the_rules_admit() -> None:
    """Neither row can be moved before the other without overlapping for a moment."""
    organisation = Membership.objects.filter(cluster__slug=SLUG).order_by("pk")[0].organisation
    organisation.memberships.filter(cluster__slug=SLUG).delete()
    years = {"start_precision": "year", "end_precision": "year", "cluster": node(), "organisation": organisation}
    first = Membership.objects.create(period=("2010-01-01", "2012-01-01"), **years)
    second = Membership.objects.create(period=("2012-01-01", "2014-01-01"), **years)

    def move() -> None:
        Membership.objects.filter(pk=second.pk).update(period=("2016-01-01", "2018-01-01"))
        Membership.objects.filter(pk=first.pk).update(period=("2013-01-01", "2015-01-01"))

    work = done(move)
    apply(work.inverse())
    apply(work)

    assert Membership.objects.get(pk=first.pk).period.lower.year == 2013


def test_what_the_database_refuses_is_not_half_written() -> None:
    def take_over() -> None:
        ClusterName.objects.create(cluster=node(), name="Borelauget", slug="borelauget", **YEARLESS)
        Cluster.objects.filter(slug=SLUG).update(acronym="NODE")

    work = done(take_over)
    apply(work.inverse())
    other = Cluster.objects.exclude(slug=SLUG)[0]
    ClusterName.objects.create(cluster=other, name="Borelauget", slug="borelauget", **YEARLESS)

    with pytest.raises(IntegrityError, match="cluster_old_slug_once"):
        apply(work)

    assert node().acronym == ""


def test_a_version_of_a_cluster_is_restored_with_its_parts() -> None:
    cluster = node()
    done(change_much)
    # In a test everything happens at one moment: that of its transaction.
    version = states_at(parts(cluster), timezone.now())
    done(lambda: Membership.objects.filter(cluster=cluster).delete())
    done(lambda: Cluster.objects.filter(pk=cluster.pk).update(name="Noe annet"))

    apply(difference(current_states(rows_of(parts(cluster))), version))

    assert current_states(rows_of(parts(cluster))).keys() == version.keys()


def test_the_version_of_a_record_moves_with_every_change_of_it_and_its_parts() -> None:
    cluster = node()
    version = last_events(parts(cluster))
    other = Cluster.objects.exclude(slug=SLUG)[0]
    ClusterName.objects.create(cluster=other, name="Noe annet", **YEARLESS)
    assert len(changes_since(parts(cluster), version)) == 0

    with pghistory.context(user=7) as context:
        ClusterName.objects.create(cluster=cluster, name="Borelauget", **YEARLESS)

    assert last_events(parts(cluster)) != version
    (change,) = changes_since(parts(cluster), version)
    assert (change.kind, change.state["name"]) == ("insert", "Borelauget")
    assert len(changes_since(parts(cluster), version, but=context.id)) == 0


@pytest.mark.parametrize(
    ("language", "action", "kind", "date"),
    [("nb", "endret", "Medlemskap", "01.01.2012 – 31.12.2013"), ("en", "changed", "Membership", "1 Jan 2012")],
)
def test_changes_are_read_in_both_languages(language: str, action: str, kind: str, date: str) -> None:
    organisation = Organisation.objects.create(name="Ålesund Skipsverft AS")
    row = Membership.objects.create(cluster=node(), organisation=organisation, **YEARLESS)
    known = {"start_precision": "year", "end_precision": "year"}
    work = done(
        lambda: Membership.objects.filter(pk=row.pk).update(
            role="core-partner", period=("2012-01-01", "2014-01-01"), **known
        )
    )

    with translation.override(language):
        (words,) = in_words(work, within_record=True)
        read = (str(words.action), words.kind, words.row)

    fields = {field.column: field for field in words.differences}
    assert read == (action, kind, "Ålesund Skipsverft AS")
    assert date in fields["period"].new
    assert fields["period"].old == ""
    assert fields["role"].old != fields["role"].new
