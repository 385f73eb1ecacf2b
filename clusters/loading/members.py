"""Members, as sources of some year name them."""

from pathlib import Path

from bundle.reading import Row, read_rows
from bundle.report import Report
from bundle.writing import synchronise
from clusters.choices import MembershipRole, OrganisationKind
from clusters.loading.organisations import Organisations
from clusters.models import Cluster, Membership, Organisation
from clusters.periods import Span, observed_span
from clusters.services import as_columns

COLUMNS = ("cluster_slug", "organisation_name", "role", "strength", "as_of", "source")
#: Words of the sources for those who started or steer a cluster.
CORE = ("core", "steering", "founding", "initiator", "major player", "engaged", "board")


def load_members(data: Path, spans: dict[str, list[Span]], report: Report) -> None:
    """Write the memberships; each is only observed, so its period is assumed from the cluster's tier spans.

    A row whose cluster or organisation does not exist is reported and left out.
    """
    rows = read_rows(data / "memberships.csv", COLUMNS)
    organisations = Organisations(row["organisation_name"] for row in rows)
    ids = dict(Cluster.objects.values_list("slug", "id"))
    wanted: dict[tuple[int, int], dict[str, object]] = {}
    for row in rows:
        organisation = organisations.find(row["organisation_name"])
        if organisation is None or row["cluster_slug"] not in ids:
            report.problem(
                row.place, f"no cluster {row['cluster_slug']} or no organisation {row['organisation_name']}."
            )
            continue
        pair = ids[row["cluster_slug"]], organisation.pk
        if pair in wanted:
            report.problem(
                row.place, f"{row['organisation_name']} is already named as a member of {row['cluster_slug']}."
            )
            continue
        wanted[pair] = _membership(row, pair, organisation, spans.get(row["cluster_slug"], []))
    synchronise(Membership, wanted.values(), key=("cluster_id", "organisation_id"), report=report)


def _membership(row: Row, pair: tuple[int, int], organisation: Organisation, spans: list[Span]) -> dict[str, object]:
    year = row.read("as_of", int)
    return {
        **as_columns(observed_span(year, spans)),
        "cluster_id": pair[0],
        "organisation_id": pair[1],
        "role": _role(row, organisation),
        "role_in_source": row["role"],
        "is_observed": True,
        "observed_year": year,
        "source": row["source"],
    }


def _role(row: Row, organisation: Organisation) -> MembershipRole:
    """The registry's role for the source's words, the source's strength and the kind of organisation."""
    if row["strength"] == "associated":
        return MembershipRole.ASSOCIATED
    if organisation.kind == OrganisationKind.KNOWLEDGE_INSTITUTION:
        return MembershipRole.RESEARCH_PARTNER
    if organisation.kind == OrganisationKind.PUBLIC_BODY:
        return MembershipRole.PUBLIC_PARTNER
    is_core = any(word in row["role"].lower() for word in CORE)
    return MembershipRole.CORE_PARTNER if is_core else MembershipRole.MEMBER
