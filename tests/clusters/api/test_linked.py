"""Linked data: one graph in two forms, what it says, and the catalogue against the shapes of DCAT-AP-NO."""

import json
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, OWL, SKOS, TIME, XSD
from rdflib.plugins.parsers.jsonld import to_rdf

from clusters.choices import Publication
from clusters.models import Cluster, Membership, Organisation
from tests.clusters.api.reading import API, problem
from tests.clusters.test_linked_data import linked

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
SCHEMA, KR = Namespace("http://schema.org/"), Namespace(f"{HOST}/data/terms#")
SHAPES = Path(__file__).parent / "shapes" / "dcat_ap_no_2.ttl"
#: What schema.org's own context says of the words that pages use.
OF_SCHEMA_ORG = {
    "@vocab": str(SCHEMA),
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "foundingDate": {"@type": "Date"},
}


def graph_of(data: Any) -> Graph:
    graph = Graph()
    to_rdf(data, graph)
    return graph


def turtle(client: Client, address: str) -> Graph:
    response = client.get(address, headers={"Accept": "text/turtle"})
    assert response.status_code == 200, response.content.decode()[:300]
    assert response.headers["Content-Type"] == "text/turtle; charset=utf-8"
    return Graph().parse(data=response.content, format="turtle")


def this(graph: Graph) -> Any:
    return next(graph.objects(None, FOAF.primaryTopic))


def conforms(graph: Graph) -> tuple[bool, str]:
    valid, _report, text = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))
    return valid, text


@pytest.mark.parametrize(
    "address",
    [
        f"{API}/clusters/gce-ocean-technology/",
        f"{API}/clusters/nce-aquatech-cluster/",
        f"{API}/organisations/882774562/",
        "/data/catalogue",
        "/data/terms",
    ],
)
def test_both_forms_are_one_graph_at_every_address(client: Client, address: str) -> None:
    plain = address.rstrip("/")
    json_ld = client.get(address, headers={"Accept": "application/ld+json"})
    named = client.get(f"{plain}.ttl", headers={"Accept": "text/html"})

    assert json_ld.headers["Content-Type"] == "application/ld+json"
    assert "Accept" in json_ld.headers["Vary"]
    graph = turtle(client, address)
    assert len(graph) > 30
    assert isomorphic(graph, graph_of(json_ld.json()))
    assert isomorphic(graph, Graph().parse(data=named.content, format="turtle"))
    assert json.loads(client.get(f"{plain}.jsonld").content) == json_ld.json()


def test_form_follows_the_weights_of_the_request(client: Client) -> None:
    address = f"{API}/clusters/gce-node/"
    liked = {
        "": "application/json",
        "*/*": "application/json",
        "text/html, */*;q=0.8": "application/json",
        "text/turtle;q=0.4, application/ld+json;q=0.9": "application/ld+json",
        "text/*, application/json;q=0.5": "text/turtle; charset=utf-8",
    }
    for accept, given in liked.items():
        response = client.get(address, headers={"Accept": accept} if accept else {})
        assert response.headers["Content-Type"] == given, accept

    refused = client.get(address, headers={"Accept": "application/rdf+xml"})
    assert refused.status_code == 406
    assert "text/turtle" in refused.json()["detail"]


def test_each_form_has_its_own_etag_and_is_not_sent_twice(client: Client) -> None:
    asked = {"Accept": "text/turtle"}
    first = client.get(f"{API}/clusters/gce-node/", headers=asked)
    etag = first.headers["ETag"]

    assert client.get(f"{API}/clusters/gce-node/", headers={**asked, "If-None-Match": etag}).status_code == 304
    assert client.get(f"{API}/clusters/gce-node/").headers["ETag"] != etag
    Cluster.objects.filter(slug="gce-node").update(acronym="NODE")
    assert client.get(f"{API}/clusters/gce-node/", headers={**asked, "If-None-Match": etag}).status_code == 200


def test_cluster_has_its_members_tiers_and_names_with_their_times(client: Client) -> None:
    graph = turtle(client, f"{API}/clusters/gce-ocean-technology/")
    cluster, document = this(graph), graph.value(predicate=RDF.type, object=FOAF.Document)

    assert (cluster, RDF.type, ORG.OrganizationalCollaboration) in graph
    assert (cluster, SKOS.altLabel, Literal("NCE Subsea")) in graph
    assert {getattr(text, "language", "") for text in graph.objects(cluster, SCHEMA.description)} == {"nb", "en"}
    assert graph.value(document, DCTERMS.license) == URIRef("https://data.norge.no/nlod/no/2.0")
    assert list(graph.objects(document, DCTERMS.source))
    nce = graph.value(predicate=KR.tier, object=URIRef(f"{HOST}{API}/tiers/nce/#this"))
    time = graph.value(nce, TIME.hasTime)
    begins, ends = (graph.value(graph.value(time, end), TIME.inXSDgYear) for end in (TIME.hasBeginning, TIME.hasEnd))
    assert (begins, ends) == (Literal("2006", datatype=XSD.gYear), Literal("2015", datatype=XSD.gYear))
    gce = graph.value(predicate=KR.tier, object=URIRef(f"{HOST}{API}/tiers/gce/#this"))
    assumed = graph.value(graph.value(gce, TIME.hasTime), TIME.hasEnd)
    assert graph.value(assumed, KR.isAssumed) == Literal(True)  # noqa: FBT003 (rdflib's)
    memberships = set(graph.objects(cluster, ORG.hasMembership))
    assert len(memberships) == Membership.objects.filter(cluster__slug="gce-ocean-technology").count() > 0
    assert {graph.value(row, ORG.organization) for row in memberships} == {cluster}


def test_graph_of_a_day_has_the_members_and_the_tier_of_that_day(client: Client) -> None:
    then = turtle(client, f"{API}/clusters/gce-ocean-technology/?as_of=2014-01-01")
    today = turtle(client, f"{API}/clusters/gce-ocean-technology/")

    assert then.value(this(then), ORG.classification) == URIRef(f"{HOST}{API}/tiers/nce/#this")
    assert today.value(this(today), ORG.classification) == URIRef(f"{HOST}{API}/tiers/gce/#this")
    assert then.value(predicate=DCTERMS.valid, object=Literal("2014-01-01", datatype=XSD.date))


def test_organisation_is_the_same_as_elsewhere(client: Client) -> None:
    organisation = Organisation.objects.filter(identifiers__scheme="ror").exclude(organisation_number="").first()
    assert organisation is not None
    ror = organisation.identifiers.get(scheme="ror").value

    graph = turtle(client, f"{API}/organisations/{organisation.organisation_number}/")

    same = {str(address) for address in graph.objects(this(graph), OWL.sameAs)}
    assert f"https://ror.org/{ror}" in same
    assert f"https://data.brreg.no/enhetsregisteret/api/enheter/{organisation.organisation_number}" in same
    assert graph.value(this(graph), ORG.identifier) == Literal(
        organisation.organisation_number, datatype=KR.organisationNumber
    )


def test_merger_of_clusters_is_a_change_told_alike_by_both_sides(client: Client) -> None:
    before, after = (turtle(client, f"{API}/clusters/{slug}/") for slug in ("akvarena", "nce-aquatech-cluster"))

    change = before.value(this(before), ORG.changedBy)

    assert change in set(after.objects(this(after), ORG.resultedFrom))
    assert after.value(change, ORG.originalOrganization) == this(before)
    assert before.value(change, ORG.resultingOrganization) == this(after)


@pytest.mark.parametrize("prefix", ["/klynger/gce-ocean-technology/", "/en/clusters/gce-node/"])
def test_page_says_nothing_that_its_linked_data_does_not(client: Client, prefix: str) -> None:
    data = linked(client, prefix)["Organization"]
    on_page = graph_of({**data, "@context": OF_SCHEMA_ORG})
    graph = turtle(client, data["@id"].removeprefix(HOST).removesuffix("#this"))

    said = [(one, word, other) for one, word, other in on_page if not isinstance(other, BNode)]
    of_the_cluster = [row for row in said if row[0] == URIRef(data["@id"])]
    assert len(of_the_cluster) > 4
    assert [row for row in of_the_cluster if row not in graph] == []
    assert this(graph) == URIRef(data["@id"])


def test_page_leads_to_its_linked_data(client: Client) -> None:
    page = client.get("/klynger/gce-node/").content.decode()
    key = Cluster.objects.get(slug="gce-node").pk

    for ending in (".ttl", ".jsonld"):
        assert f'href="{API}/clusters/{key}{ending}"' in page
        assert client.get(f"{API}/clusters/{key}{ending}").status_code == 200


def test_moved_withdrawn_and_hidden_records_have_no_graph(client: Client) -> None:
    asked = {"Accept": "text/turtle"}
    moved = client.get(f"{API}/clusters/nce-subsea.ttl")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{HOST}{API}/clusters/gce-ocean-technology.ttl")

    Cluster.objects.filter(slug="gce-node").update(publication=Publication.DRAFT)
    hidden = client.get(f"{API}/clusters/gce-node/", headers=asked)
    assert hidden.status_code == 404
    assert hidden.headers["Content-Type"] == "application/problem+json"
    member = Organisation.objects.filter(memberships__cluster__slug="gce-node").first()
    assert member is not None
    assert "gce-node" not in client.get(f"{API}/organisations/{member.pk}.ttl").content.decode().lower()
    assert "teir" in problem(client, "/clusters/nce-eyde.ttl?teir=gce", 400)["detail"]


def test_graph_costs_as_many_queries_for_many_members_as_for_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for slug in ("gce-ocean-technology", "nce-eyde"):
        with django_assert_max_num_queries(12):
            client.get(f"{API}/clusters/{slug}.jsonld")


def test_catalogue_is_as_its_profile_asks(client: Client) -> None:
    graph = turtle(client, "/data/catalogue")

    assert conforms(graph) == (True, "Validation Report\nConforms: True\n")
    clusters = URIRef(f"{HOST}/data/catalogue#clusters")
    graph.remove((clusters, DCTERMS.publisher, None))
    assert not conforms(graph)[0]


def test_catalogue_leads_to_what_there_is(client: Client) -> None:
    graph = turtle(client, "/data/catalogue")

    addresses = {str(address) for address in graph.objects(None, DCAT.accessURL)}
    addresses |= {str(address) for address in graph.objects(None, DCAT.endpointDescription)}
    assert len(addresses) > 15
    assert {client.get(address).status_code for address in addresses} == {200}
    person = client.get("/data/catalogue", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (person.status_code, person.headers["Location"]) == (303, "/data/")
