"""The addresses that things go by in linked data.

A thing is not its description, so its name is the address of the description in the API and ``#this``. The address is
that of the record's id, which no renaming changes.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

#: What the registry's own words are called in Turtle.
PREFIX = "kr"
THIS = "#this"


@dataclass(frozen=True)
class Identities:
    """Absolute addresses under the host that was asked."""

    request: HttpRequest

    def cluster(self, key: int) -> str:
        """A cluster, by its id."""
        return self._thing("api:cluster", key)

    def organisation(self, key: int) -> str:
        """An organisation, by its id."""
        return self._thing("api:organisation", key)

    def membership(self, key: int) -> str:
        """That an organisation takes part in a cluster for a time."""
        return self._thing("api:membership", key)

    def tier(self, code: str) -> str:
        """A level of the programme."""
        return self._thing("api:tier", code)

    def sector(self, slug: str) -> str:
        """A sector."""
        return self._thing("api:sector", slug)

    def region(self, code: str) -> str:
        """A county or municipality of the day."""
        return self._thing("api:region", code)

    def owner(self, slug: str) -> str:
        """A body that runs the programme."""
        return self._thing("api:owner", slug)

    def within(self, thing: str, part: str) -> str:
        """Something that is described along with the thing and nowhere else."""
        return f"{thing.removesuffix(THIS)}#{part}"

    def description(self, thing: str) -> str:
        """The document that describes the thing."""
        return thing.removesuffix(THIS)

    @property
    def terms(self) -> str:
        """What the registry's own words begin with."""
        return f"{self.address('linked:terms')}#"

    def address(self, view_name: str, *args: object) -> str:
        """An absolute address."""
        return self.request.build_absolute_uri(reverse(view_name, args=args))

    def _thing(self, view_name: str, key: object) -> str:
        return f"{self.address(view_name, key)}{THIS}"

    @property
    def prefixes(self) -> dict[str, str]:
        """The vocabularies that records are described with."""
        return {
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "org": "http://www.w3.org/ns/org#",
            "owl": "http://www.w3.org/2002/07/owl#",
            "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            # With http, as schema.org's own context has it: a page's data and this are about the same words.
            "schema": "http://schema.org/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "time": "http://www.w3.org/2006/time#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            PREFIX: self.terms,
        }
