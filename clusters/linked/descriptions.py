"""What the descriptions of clusters and organisations have in common: the document, names, seat, memberships."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import translation

from bilingual.text import LANGUAGES
from clusters.linked.identities import Identities
from clusters.linked.times import interval
from clusters.models import HostPeriod, Membership
from doors.licence import LICENCE_ADDRESS
from doors.linked import Node, address_or_title, iri, is_iri, literal, said, texts


def document_node(names: Identities, thing: str, record: Any, day: dt.date, dataset: str) -> Node:
    """The document itself: what it is about, on which day, on which terms, and where it comes from."""
    return said(
        {
            "@id": names.description(thing),
            "@type": "foaf:Document",
            "foaf:primaryTopic": iri(thing),
            "dct:isPartOf": iri(names.address("linked:catalogue") + f"#{dataset}"),
            "dct:license": iri(LICENCE_ADDRESS),
            "dct:modified": literal(record.updated_at.isoformat(), "xsd:dateTime"),
            "dct:valid": literal(day.isoformat(), "xsd:date"),
            "prov:wasDerivedFrom": [iri(source) for source in record.sources if is_iri(source)],
            **sourced(record.sources),
        }
    )


def sourced(sources: Iterable[str]) -> Node:
    """Where a statement comes from: addresses, or titles."""
    return said({"dct:source": [address_or_title(source) for source in sources]})


def pages(request: HttpRequest, record: Any) -> Node:
    """The record's page in each language."""
    addresses = []
    for language in LANGUAGES:
        with translation.override(language):
            addresses.append(iri(request.build_absolute_uri(record.get_absolute_url())))
    return {"schema:url": addresses}


def called(name: str, other_names: Iterable[str], acronym: str = "") -> Node:
    """Its names. Names have no language: they are the same in both."""
    others = list(dict.fromkeys(other for other in (*other_names, acronym) if other and other != name))
    return said({"skos:prefLabel": name, "skos:altLabel": others})


def placed(names: Identities, record: Any) -> Node:
    """Its seat by the regions of the day."""
    regions = [iri(names.region(place["code"])) for place in record.places or ()]
    return {"org:hasPrimarySite": {"@type": "org:Site", "dct:spatial": regions}} if regions else {}


def region_nodes(names: Identities, record: Any) -> list[Node]:
    """The regions of its seat, by name."""
    return [
        {
            "@id": names.region(place["code"]),
            "@type": "dct:Location",
            "skos:prefLabel": texts(place["nb"], place["en"]),
            "skos:notation": place["code"],
        }
        for place in record.places or ()
    ]


def membership_node(names: Identities, row: Membership) -> Node:
    """An organisation's time in a cluster."""
    return said(
        {
            "@id": names.membership(row.pk),
            "@type": "org:Membership",
            "org:member": iri(names.organisation(row.organisation_id)),
            "org:organization": iri(names.cluster(row.cluster_id)),
            "org:role": iri(f"{names.terms}{row.role}"),
            "org:memberDuring": interval(row),
            "kr:observedIn": literal(row.observed_year, "xsd:gYear"),
            "kr:confirmed": literal(row.confirmed_date, "xsd:date"),
            **sourced(row.sources),
        }
    )


def host_period(names: Identities, row: HostPeriod) -> str:
    """The address of an organisation's time as a cluster's host, which is described along with the cluster."""
    return names.within(names.cluster(row.cluster_id), f"host-period-{row.pk}")


def host_period_node(names: Identities, row: HostPeriod) -> Node:
    """An organisation's time as a cluster's host."""
    return said(
        {
            "@id": host_period(names, row),
            "@type": "kr:HostPeriod",
            "kr:cluster": iri(names.cluster(row.cluster_id)),
            "kr:host": iri(names.organisation(row.organisation_id)),
            "time:hasTime": interval(row),
            **sourced(row.sources),
        }
    )


def named_node(thing: str, record: Any) -> Node:
    """Another cluster or organisation that the document mentions, by its name."""
    return {"@id": thing, "@type": "org:Organization", "skos:prefLabel": record.name}


def holds_on(row: Any, day: dt.date) -> bool:
    """Whether the row's fact holds on the day."""
    return row.period is not None and day in row.period


def once(nodes: Iterable[Node]) -> list[Node]:
    """Each node once, by its address."""
    return list({node["@id"]: node for node in nodes}.values())
