"""A cluster as linked data: who takes part and took part in it, its tiers, hosts, names, and what it came from."""

from typing import Any

from django.http import HttpRequest

from clusters.linked.descriptions import (
    called,
    document_node,
    holds_on,
    host_period,
    host_period_node,
    membership_node,
    named_node,
    once,
    pages,
    placed,
    region_nodes,
    sourced,
)
from clusters.linked.identities import Identities
from clusters.linked.pages import cluster_data, in_graph
from clusters.linked.times import dated, interval
from clusters.models import ClusterSuccession, Membership, TierPeriod
from clusters.profiles import ClusterProfile
from doors.linked import LinkedDocument, Node, iri, said, texts


def cluster_document(request: HttpRequest, profile: ClusterProfile) -> LinkedDocument:
    """Everything that is published of the cluster and had begun by the profile's day."""
    return ClusterDescription(request, profile).document


class ClusterDescription:
    """The nodes of one cluster's graph."""

    def __init__(self, request: HttpRequest, profile: ClusterProfile) -> None:
        self.request = request
        self.profile = profile
        self.names = Identities(request)
        self.thing = self.names.cluster(profile.cluster.pk)

    @property
    def document(self) -> LinkedDocument:
        """The document, the cluster, what happened to it, and what these mention."""
        profile = self.profile
        memberships = list(profile.begun_memberships)
        nodes = [
            document_node(self.names, self.thing, profile.cluster, profile.day, "clusters"),
            self._cluster(memberships),
            *(membership_node(self.names, row) for row in memberships),
            *map(self._tier_period, profile.tier_periods),
            *(host_period_node(self.names, row) for row in profile.hosts),
            *map(self._succession, [*profile.origins, *profile.successions]),
            *self._mentioned(memberships),
        ]
        return LinkedDocument(self.names.prefixes, nodes)

    def _cluster(self, memberships: list[Membership]) -> Node:
        profile, names = self.profile, self.names
        cluster = profile.cluster
        page = in_graph(cluster_data(self.request, cluster))
        of_the_day = [iri(names.organisation(row.organisation_id)) for row in memberships if holds_on(row, profile.day)]
        own = {
            **page,
            **pages(self.request, cluster),
            "@type": ["org:OrganizationalCollaboration", "org:Organization", page["@type"]],
            **called(cluster.name, (name.name for name in profile.names), cluster.acronym),
            "schema:description": texts(cluster.summary_nb, cluster.summary_en),
            "dct:description": texts(cluster.description_nb, cluster.description_en),
            "foaf:homepage": page.get("schema:sameAs"),
            "dct:subject": [iri(names.sector(sector["slug"])) for sector in cluster.sector_list],
            "org:classification": iri(names.tier(cluster.tier_code)) if cluster.tier_code else None,
            "org:hasMember": of_the_day,
            "org:hasMembership": [iri(names.membership(row.pk)) for row in memberships],
            "kr:tierPeriod": [iri(self._part("tier-period", row)) for row in profile.tier_periods],
            "kr:hostPeriod": [iri(host_period(names, row)) for row in profile.hosts],
            "org:changedBy": [iri(self._part("succession", row)) for row in profile.successions],
            "org:resultedFrom": [iri(self._part("succession", row)) for row in profile.origins],
            **placed(names, cluster),
        }
        return said(own)

    def _tier_period(self, row: TierPeriod) -> Node:
        own = {
            "@id": self._part("tier-period", row),
            "@type": "kr:TierPeriod",
            "kr:cluster": iri(self.thing),
            "kr:tier": iri(self.names.tier(row.tier.code)),
            "time:hasTime": interval(row),
            **sourced(row.sources),
        }
        return said(own)

    def _succession(self, row: ClusterSuccession) -> Node:
        """A succession goes by the address of the cluster that went on, whoever tells of it."""
        own = {
            "@id": self._part("succession", row),
            "@type": "org:ChangeEvent",
            "org:originalOrganization": iri(self.names.cluster(row.predecessor_id)),
            "org:resultingOrganization": iri(self.names.cluster(row.successor_id)),
            "dct:type": iri(f"{self.names.terms}{row.kind}"),
            **dated(row.date, row.date_precision),
            **sourced(row.sources),
        }
        return said(own)

    def _part(self, kind: str, row: Any) -> str:
        whole = self.names.cluster(row.predecessor_id) if isinstance(row, ClusterSuccession) else self.thing
        return self.names.within(whole, f"{kind}-{row.pk}")

    def _mentioned(self, memberships: list[Membership]) -> list[Node]:
        profile, names = self.profile, self.names
        organisations = [row.organisation for row in memberships] + [row.organisation for row in profile.hosts]
        clusters = [row.predecessor for row in profile.origins] + [row.successor for row in profile.successions]
        return once(
            [
                *(named_node(names.organisation(one.pk), one) for one in organisations),
                *(named_node(names.cluster(one.pk), one) for one in clusters),
                *(tier_node(names, row) for row in profile.tier_periods),
                *(sector_node(names, sector) for sector in profile.cluster.sector_list),
                *region_nodes(names, profile.cluster),
            ]
        )


def tier_node(names: Identities, row: TierPeriod) -> Node:
    """A tier as a concept."""
    return {
        "@id": names.tier(row.tier.code),
        "@type": "skos:Concept",
        "skos:prefLabel": texts(row.tier.name_nb, row.tier.name_en),
        "skos:notation": row.tier.code,
    }


def sector_node(names: Identities, sector: dict[str, str]) -> Node:
    """A sector as a concept."""
    return {
        "@id": names.sector(sector["slug"]),
        "@type": "skos:Concept",
        "skos:prefLabel": texts(sector["nb"], sector["en"]),
        "skos:notation": sector["slug"],
    }
