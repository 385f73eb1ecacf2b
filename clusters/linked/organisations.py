"""An organisation as linked data: what others know it by, and which clusters it takes or took part in."""

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
)
from clusters.linked.identities import Identities
from clusters.linked.pages import in_graph, organisation_data
from clusters.models import OrganisationIdentifier
from clusters.profiles import OrganisationProfile
from doors.linked import LinkedDocument, Node, iri, literal, said

#: Where a unit stands in Norway's business register, which is how other public catalogues name it.
BUSINESS_REGISTER = "https://data.brreg.no/enhetsregisteret/api/enheter/{}"
#: How identifiers of other schemes are written as addresses of the very same thing. A LEI has none.
SAME_AS = {
    OrganisationIdentifier.Scheme.ROR: "https://ror.org/{}",
    OrganisationIdentifier.Scheme.WIKIDATA: "http://www.wikidata.org/entity/{}",
}


def organisation_document(request: HttpRequest, profile: OrganisationProfile) -> LinkedDocument:
    """Everything that is published of the organisation and had begun by the profile's day."""
    names = Identities(request)
    organisation = profile.organisation
    thing = names.organisation(organisation.pk)
    nodes = [
        document_node(names, thing, organisation, profile.day, "organisations"),
        _organisation(request, names, profile),
        *(membership_node(names, row) for row in profile.memberships),
        *(host_period_node(names, row) for row in profile.hosted),
        *once(
            named_node(names.cluster(row.cluster_id), row.cluster) for row in (*profile.memberships, *profile.hosted)
        ),
        *region_nodes(names, organisation),
    ]
    return LinkedDocument(names.prefixes, nodes)


def _organisation(request: HttpRequest, names: Identities, profile: OrganisationProfile) -> Node:
    organisation = profile.organisation
    page = in_graph(organisation_data(request, organisation))
    formal = ["org:FormalOrganization"] if organisation.organisation_number else []
    own = {
        **page,
        **pages(request, organisation),
        "@type": ["org:Organization", *formal, page["@type"]],
        **called(organisation.name, (name.name for name in profile.names)),
        **_identified(names, profile),
        "foaf:homepage": page.get("schema:sameAs"),
        "org:classification": iri(f"{names.terms}{organisation.kind}"),
        "kr:industryCode": organisation.industry_code,
        "org:memberOf": [
            iri(names.cluster(row.cluster_id)) for row in profile.memberships if holds_on(row, profile.day)
        ],
        "org:hasMembership": [iri(names.membership(row.pk)) for row in profile.memberships],
        "kr:hostPeriod": [iri(host_period(names, row)) for row in profile.hosted],
        **placed(names, organisation),
    }
    return said(own)


def _identified(names: Identities, profile: OrganisationProfile) -> Node:
    number = profile.organisation.organisation_number
    elsewhere = [SAME_AS[row.scheme].format(row.value) for row in profile.identifiers if row.scheme in SAME_AS]
    if number:
        elsewhere.insert(0, BUSINESS_REGISTER.format(number))
    lei = [row.value for row in profile.identifiers if row.scheme == OrganisationIdentifier.Scheme.LEI]
    return {
        "org:identifier": literal(number, f"{names.terms}organisationNumber"),
        "owl:sameAs": [iri(address) for address in elsewhere],
        "schema:leiCode": lei,
    }
