"""The registry's own words in linked data, for what ORG and schema.org have none, as their address describes them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bilingual.text import LANGUAGES
from clusters.choices import MembershipRole, OrganisationKind
from clusters.linked.identities import PREFIX, Identities
from clusters.models import ClusterSuccession
from doors.licence import LICENCE_ADDRESS
from doors.linked import LinkedDocument, Node, iri, texts

#: Name, kind of word, what it is called, what it means.
WORDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("TierPeriod", "rdfs:Class", _("Tier period"), _("A cluster's time on a tier of the programme, or under a brand.")),
    ("HostPeriod", "rdfs:Class", _("Time as host"), _("An organisation's time as the one that runs a cluster.")),
    ("tierPeriod", "rdf:Property", _("has tier period"), _("A time of the cluster on a tier.")),
    (
        "hostPeriod",
        "rdf:Property",
        _("has time as host"),
        _("A time of the cluster's, or the organisation's, as host."),
    ),
    ("tier", "rdf:Property", _("tier"), _("The tier of a tier period.")),
    ("cluster", "rdf:Property", _("cluster"), _("The cluster that the period is about.")),
    ("host", "rdf:Property", _("host"), _("The organisation that runs the cluster in the period.")),
    (
        "isAssumed",
        "rdf:Property",
        _("is assumed"),
        _("No source names this end: it is assumed by the rules on the page about open data."),
    ),
    (
        "observedIn",
        "rdf:Property",
        _("observed in"),
        _("The year of a source that names the member without saying since or until when."),
    ),
    ("confirmed", "rdf:Property", _("confirmed"), _("When a person last vouched for the statement.")),
    ("industryCode", "rdf:Property", _("industry code"), _("Code of the Norwegian industry classification SN2007.")),
    (
        "organisationNumber",
        "rdfs:Datatype",
        _("organisation number"),
        _("Nine digits, given by the national business register."),
    ),
)


def terms_document(request: HttpRequest) -> LinkedDocument:
    """Every word with its name and meaning in both languages; kinds, roles and successions as concepts."""
    names = Identities(request)
    about = {
        "@id": names.address("linked:terms"),
        "@type": "owl:Ontology",
        "dct:title": _both(_("Words of the Cluster Registry")),
        "dct:license": iri(LICENCE_ADDRESS),
    }
    nodes = [about, *(_word(*word) for word in WORDS), *_concepts()]
    return LinkedDocument(names.prefixes | {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}, nodes)


def _word(name: str, kind: str, label: Any, meaning: Any) -> Node:
    return {
        "@id": f"{PREFIX}:{name}",
        "@type": kind,
        "rdfs:label": _both(label),
        "rdfs:comment": _both(meaning),
    }


def _concepts() -> Iterable[Node]:
    schemes = (
        (OrganisationKind, "skos:Concept", _("kind of organisation")),
        (MembershipRole, "org:Role", _("role in a cluster")),
        (ClusterSuccession.Kind, "skos:Concept", _("kind of succession")),
    )
    for choices, kind, meaning in schemes:
        for code, label in choices.choices:
            yield {
                "@id": f"{PREFIX}:{code}",
                "@type": kind,
                "skos:prefLabel": _both(label),
                "rdfs:comment": _both(meaning),
                "skos:notation": code,
            }


def _both(text: Any) -> list[Node]:
    said: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = capfirst(str(text))
    return texts(said["nb"], said["en"])
