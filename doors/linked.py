"""Linked data: statements about things, each named by an address, as JSON-LD and as the Turtle that says the same."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JSON_LD = "application/ld+json"
TURTLE = "text/turtle"

#: What an IRI must not have in it (RFC 3987); sources are sometimes titles, and websites are typed by people.
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")

Node = dict[str, Any]


@dataclass(frozen=True)
class LinkedDocument:
    """Nodes of one graph, with the prefixes their words are written with."""

    prefixes: Mapping[str, str]
    nodes: list[Node]

    def json_ld(self) -> bytes:
        """As JSON-LD 1.1. The context stands in the answer, so that nobody need fetch one."""
        return json.dumps({"@context": self.prefixes, "@graph": self.nodes}, ensure_ascii=False).encode()

    def turtle(self) -> bytes:
        """As Turtle, out of the same JSON-LD."""
        # Takes a quarter of a second and 20 MB, which a worker that is never asked for Turtle need not spend.
        from rdflib import Graph
        from rdflib.plugins.parsers.jsonld import to_rdf

        graph = Graph(bind_namespaces="none")
        to_rdf({"@context": dict(self.prefixes), "@graph": self.nodes}, graph)
        return graph.serialize(format="turtle", encoding="utf-8")


def said(node: Node) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def iri(address: str) -> Node:
    """A thing by its address."""
    return {"@id": address}


def literal(value: Any, datatype: str) -> Node | None:
    """A value of a type, such as ``xsd:date``; None where it is not known."""
    return None if value is None or value == "" else {"@type": datatype, "@value": str(value)}


def texts(nb: str, en: str) -> list[Node]:
    """A text in the languages it is written in."""
    return [{"@language": lang, "@value": text} for lang, text in (("nb", nb), ("en", en)) if text]


def address_or_title(source: str) -> Node | str:
    """A source as a link where it is an address."""
    return iri(source) if is_iri(source) else source


def is_iri(text: str) -> bool:
    """Whether the text is a web address that a graph can hold."""
    return bool(_IRI.fullmatch(text))
