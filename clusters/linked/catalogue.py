"""The registry's catalogue of its data, by the Norwegian profile of DCAT (DCAT-AP-NO 2).

https://data.norge.no/specification/dcat-ap-no: the catalogue is what data.norge.no and data.europa.eu read.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bilingual.text import LANGUAGES
from clusters.linked.datasets import DATASETS, SNAPSHOTS, Dataset, Form
from clusters.linked.dated import FORMS, GZIP, DatedFiles, is_compressed
from clusters.linked.identities import Identities
from doors.days import FIRST_DAY
from doors.licence import LICENCE_ADDRESS, LICENCE_NAME
from doors.linked import LinkedDocument, Node, iri, literal, said, texts
from programmes.models import ProgrammeOwner
from published.models import PublishedChange

EU = "http://publications.europa.eu/resource/authority/"
LICENCE = f"{EU}licence/NLOD_2_0"
OPEN_TO_ALL = f"{EU}access-right/PUBLIC"
ALL_THE_TIME = f"{EU}frequency/UPDATE_CONT"
NORWAY = f"{EU}country/NOR"
THEMES = {
    "ECON": ("Økonomi og finans", "Economy and finance"),
    "GOVE": ("Forvaltning og offentlig sektor", "Government and public sector"),
    "REGI": ("Regioner og byer", "Regions and cities"),
    "TECH": ("Vitenskap og teknologi", "Science and technology"),
}
SPOKEN = {"nb": f"{EU}language/NOB", "en": f"{EU}language/ENG"}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
BUSINESS_REGISTER = "https://data.brreg.no/enhetsregisteret/api/enheter/{}"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
ABOUT = _(
    "Open registry of Norway's innovation clusters, gathered from public sources: who they are, where they are and "
    "how they have moved through the programme since 2002. Every fact has the time it holds and its source."
)


class Catalogue:
    """The nodes of the catalogue; its files stand under the host that was asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.names = Identities(request)
        self.address = self.names.address("linked:catalogue")
        self.publisher = f"{self.address}#publisher"
        self.contact = f"{self.address}#contact"
        self.modified = _last_change()
        self.dated = DatedFiles(self.names)

    @property
    def document(self) -> LinkedDocument:
        """Catalogue, sets of data with their forms, services, and everything these name."""
        nodes = [self._catalogue(), self._publisher(), self._contact()]
        for dataset in DATASETS:
            nodes += [self._dataset(dataset), *self._distributions(dataset)]
        return LinkedDocument(self.names.prefixes | PREFIXES, [*nodes, *self._services(), *self._vocabularies()])

    def _catalogue(self) -> Node:
        own = {
            "@id": self.address,
            "@type": "dcat:Catalog",
            "dct:identifier": self.address,
            "dct:title": _both(_("The Cluster Registry")),
            "dct:description": _both(ABOUT),
            "dct:publisher": iri(self.publisher),
            "dct:license": iri(LICENCE),
            "dct:language": [iri(language) for language in SPOKEN.values()],
            "dct:modified": literal(self.modified, "xsd:date"),
            "dct:spatial": iri(NORWAY),
            "dcat:themeTaxonomy": iri(f"{EU}data-theme"),
            "dcat:contactPoint": iri(self.contact),
            "foaf:homepage": iri(self._page("clusters:data")),
            "dcat:dataset": [iri(self._part(dataset.name)) for dataset in DATASETS],
            "dcat:service": [iri(self._part(name)) for name in ("api", "reconcile")],
        }
        return said(own)

    def _dataset(self, dataset: Dataset) -> Node:
        own = {
            "@id": self._part(dataset.name),
            "@type": "dcat:Dataset",
            "dct:identifier": self._part(dataset.name),
            "dct:title": _both(dataset.title),
            "dct:description": _both(dataset.description),
            "dct:publisher": iri(self.publisher),
            "dcat:contactPoint": iri(self.contact),
            "dcat:theme": [iri(f"{EU}data-theme/{theme}") for theme in dataset.themes],
            "dcat:keyword": [text for keyword in dataset.keywords for text in _both(keyword)],
            "dcat:landingPage": iri(self._page("clusters:data")),
            "dct:accessRights": iri(OPEN_TO_ALL),
            "dct:accrualPeriodicity": iri(ALL_THE_TIME),
            "dct:language": [iri(language) for language in SPOKEN.values()],
            "dct:license": iri(LICENCE),
            "dct:modified": literal(self.modified, "xsd:date"),
            "dct:spatial": iri(NORWAY),
            "dct:temporal": {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": literal(FIRST_DAY.isoformat(), "xsd:date"),
            },
            "dcat:distribution": [iri(node["@id"]) for node in self._distributions(dataset)],
        }
        return said(own)

    def _distributions(self, dataset: Dataset) -> list[Node]:
        """Each form; what is translated is one in each language. Then the files of the newest snapshot."""
        named = {one.name for one in DATASETS} - {SNAPSHOTS}
        dated = self.dated.of(dataset.name) if dataset.name in named else self.dated.other_than(named)
        return [
            *(
                self._distribution(dataset, view, form, language)
                for view, form in dataset.given_by
                for language in (LANGUAGES if view.startswith("clusters:") else ("",))
            ),
            *(self._dated(dataset, entry) for entry in dated),
        ]

    def _dated(self, dataset: Dataset, entry: dict[str, Any]) -> Node:
        """A file of the newest snapshot."""
        form = FORMS[entry["format"]]
        own = {
            "@id": self._part(f"{SNAPSHOTS}-{entry['path']}"),
            "@type": "dcat:Distribution",
            "dct:title": [
                {"@language": lang, "@value": f"{_in(dataset.title, lang)} ({entry['path']})"} for lang in SPOKEN
            ],
            **self.dated.facts(entry),
            "dcat:mediaType": iri(f"{MEDIA_TYPES}{form.media_type}"),
            "dcat:compressFormat": iri(f"{MEDIA_TYPES}{GZIP}") if is_compressed(entry) else None,
            "dct:format": iri(f"{EU}file-type/{form.code}"),
            "dct:language": [iri(language) for language in SPOKEN.values()],
            "dct:license": iri(LICENCE),
        }
        return said(own)

    def _distribution(self, dataset: Dataset, view: str, form: Form, language: str) -> Node:
        address = self._page(view, language or LANGUAGES[0])
        ending = f"-{language}" if language else ""
        own = {
            "@id": self._part(f"{dataset.name}-{form.code.lower()}{ending}"),
            "@type": "dcat:Distribution",
            "dct:title": [
                {"@language": lang, "@value": f"{_in(dataset.title, lang)} ({form.code})"} for lang in SPOKEN
            ],
            "dcat:accessURL": iri(address),
            "dcat:downloadURL": iri(address) if language else None,
            "dcat:accessService": None if language else iri(self._part("api")),
            "dcat:mediaType": iri(f"{MEDIA_TYPES}{form.media_type}"),
            "dct:format": iri(f"{EU}file-type/{form.code}"),
            "dct:language": [iri(address) for lang, address in SPOKEN.items() if not language or lang == language],
            "dct:license": iri(LICENCE),
            "dct:modified": literal(self.modified, "xsd:date"),
        }
        return said(own)

    def _services(self) -> list[Node]:
        schema, page = self.names.address("api:schema"), self._page("clusters:data")
        matched = [self._part("clusters"), self._part("organisations")]
        return [
            {
                **self._service("api", _("API of the Cluster Registry"), "api:entrance"),
                "dct:description": _both(_("Reads everything that the registry publishes, without a key.")),
                "dcat:endpointDescription": iri(schema),
                "dcat:servesDataset": [iri(self._part(dataset.name)) for dataset in DATASETS],
                "dct:format": [iri(f"{EU}file-type/{code}") for code in ("JSON", "JSON_LD", "RDF_TURTLE")],
            },
            {
                **self._service("reconcile", _("Matching of names"), "api:reconcile"),
                "dct:description": _both(
                    _("Finds clusters and organisations by their names in bulk, as OpenRefine asks.")
                ),
                "dcat:endpointDescription": iri(page),
                "dcat:servesDataset": [iri(part) for part in matched],
                "dct:format": [iri(f"{EU}file-type/JSON")],
            },
        ]

    def _service(self, name: str, title: Any, view: str) -> Node:
        return {
            "@id": self._part(name),
            "@type": "dcat:DataService",
            "dct:identifier": self._part(name),
            "dct:title": _both(title),
            "dct:publisher": iri(self.publisher),
            "dcat:contactPoint": iri(self.contact),
            "dcat:endpointURL": iri(self.names.address(view)),
            "dct:accessRights": iri(OPEN_TO_ALL),
            "dct:license": iri(LICENCE),
        }

    def _publisher(self) -> Node:
        """The owner of the programme that DATA_PUBLISHER names; the registry itself where there is none such."""
        owner = ProgrammeOwner.objects.filter(slug=settings.DATA_PUBLISHER).first()
        if owner is None:
            return {"@id": self.publisher, "@type": "foaf:Agent", "foaf:name": _both(_("The Cluster Registry"))}
        number = owner.organisation_number
        own = {
            "@id": self.publisher,
            "@type": "foaf:Agent",
            "foaf:name": texts(owner.name_nb, owner.name_en),
            "foaf:homepage": iri(owner.website) if owner.website else None,
            "dct:identifier": number,
            "owl:sameAs": [iri(BUSINESS_REGISTER.format(number))] if number else [],
        }
        return said(own)

    def _contact(self) -> Node:
        """A page with a form, so that no person stands in every harvested copy."""
        return {
            "@id": self.contact,
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": _in(_("The Cluster Registry"), "nb"),
            "vcard:hasURL": iri(f"{self._page('clusters:about')}#report"),
        }

    def _vocabularies(self) -> list[Node]:
        """What the catalogue points to in lists of others, so that it can be checked without fetching them."""
        forms = {form for dataset in DATASETS for _view, form in dataset.given_by} | self.dated.forms
        media_types = {form.media_type for form in forms} | self.dated.media_types
        codes = sorted({form.code for form in forms} | {"JSON_LD", "RDF_TURTLE"})
        owner = ProgrammeOwner.objects.filter(slug=settings.DATA_PUBLISHER).exclude(website="").first()
        pages = [self._page("clusters:data"), *([owner.website] if owner else [])]
        return [
            {
                "@id": LICENCE,
                "@type": "dct:LicenseDocument",
                "dct:title": LICENCE_NAME,
                "owl:sameAs": iri(LICENCE_ADDRESS),
                **_listed("licence"),
            },
            {"@id": OPEN_TO_ALL, "@type": "dct:RightsStatement", **_listed("access-right")},
            {"@id": ALL_THE_TIME, "@type": "dct:Frequency", **_listed("frequency")},
            {"@id": NORWAY, "@type": "dct:Location", **_listed("country")},
            {"@id": f"{EU}data-theme", "@type": "skos:ConceptScheme", "dct:title": texts("Datatema", "Data theme")},
            *({"@id": page, "@type": "foaf:Document"} for page in pages),
            *({"@id": one, "@type": "dct:LinguisticSystem", **_listed("language")} for one in SPOKEN.values()),
            *(
                {"@id": f"{EU}file-type/{code}", "@type": "dct:MediaTypeOrExtent", **_listed("file-type")}
                for code in codes
            ),
            *({"@id": f"{MEDIA_TYPES}{one}", "@type": "dct:MediaType"} for one in sorted(media_types)),
            *(_theme(code) for code in sorted({code for dataset in DATASETS for code in dataset.themes})),
        ]

    def _part(self, name: str) -> str:
        return f"{self.address}#{name}"

    def _page(self, view: str, language: str = LANGUAGES[0]) -> str:
        with translation.override(language):
            return self.names.request.build_absolute_uri(reverse(view))


def _theme(code: str) -> Node:
    named = {"skos:prefLabel": texts(*THEMES[code])}
    return {"@id": f"{EU}data-theme/{code}", "@type": "skos:Concept", **named, **_listed("data-theme")}


def _listed(scheme: str) -> Node:
    return {"skos:inScheme": iri(f"{EU}{scheme}")}


def _last_change() -> dt.date | None:
    """The day on which anything published last changed."""
    moments = PublishedChange.objects.order_by("-position", "-id").values_list("recorded_at", flat=True)
    last = moments.first()
    return last.date() if last else None


def _in(text: Any, language: str) -> str:
    with translation.override(language):
        return str(text)


def _both(text: Any) -> list[Node]:
    return texts(*(_in(text, language) for language in LANGUAGES))
