"""Records in the words of schema.org, for search engines and other machines that read pages.

What a page says of a record, its linked data says in the same words and more (``in_graph``).
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bilingual.text import Text, current_language
from clusters.linked.identities import Identities
from clusters.models import Cluster, Organisation
from doors.days import FIRST_DAY
from doors.licence import LICENCE_ADDRESS
from doors.linked import Node, iri, is_iri, literal, said
from doors.workbooks import CONTENT_TYPE as WORKBOOK

CONTEXT = "https://schema.org"
#: Stands for what is searched for.
_SEARCHED = "search_term_string"
#: Properties whose values schema.org takes for addresses, and for days or years.
_LINKS, _DATES = ("url", "sameAs"), ("foundingDate", "dissolutionDate")


def cluster_data(request: HttpRequest, cluster: Cluster) -> Node:
    """A cluster as an organisation."""
    founded = str(cluster.founded_year) if cluster.founded_year else None
    own = {"description": _in_its_language(cluster.summary), "foundingDate": founded}
    return said(_organisation(request, cluster, Identities(request).cluster(cluster.pk)) | own)


def organisation_data(request: HttpRequest, organisation: Organisation) -> Node:
    """An organisation by its number in the national business register, where it has one."""
    number = organisation.organisation_number
    own = {
        "identifier": {"@type": "PropertyValue", "propertyID": "NO-BRC", "value": number} if number else None,
        "taxID": number,
        "foundingDate": _day(organisation.founded_date),
        "dissolutionDate": _day(organisation.dissolved_date),
    }
    return said(_organisation(request, organisation, Identities(request).organisation(organisation.pk)) | own)


def _organisation(request: HttpRequest, record: Any, identity: str) -> Node:
    places = [place for place in record.places or () if place["level"] == "municipality"]
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": identity,
        "name": record.name,
        "alternateName": record.other_names.splitlines(),
        "url": request.build_absolute_uri(record.get_absolute_url()),
        "sameAs": record.website if is_iri(record.website) else None,
        "address": [
            {"@type": "PostalAddress", "addressLocality": place["nb"], "addressCountry": "NO"} for place in places[:1]
        ],
    }


def _in_its_language(text: Text) -> Node | None:
    return {"@language": text.lang, "@value": str(text)} if text else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def in_graph(data: Node) -> Node:
    """What a page says of a record, as a node among others: schema.org's words by their prefix."""
    return {_prefixed(name): _value(name, value) for name, value in data.items() if name != "@context"}


def _prefixed(name: str) -> str:
    return name if name.startswith("@") else f"schema:{name}"


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(name, one) for one in value]
    if isinstance(value, dict):
        return value if "@value" in value else in_graph(value)
    if name == "@type":
        return f"schema:{value}"
    if name in _LINKS:
        return iri(value)
    return literal(value, "schema:Date") if name in _DATES else value


def site_data(request: HttpRequest) -> Node:
    """The site, and how it is searched."""
    search = f"{request.build_absolute_uri(reverse('clusters:clusters'))}?q={{{_SEARCHED}}}"
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": _("The Cluster Registry"),
        "url": request.build_absolute_uri(reverse("clusters:home")),
        "inLanguage": current_language(),
        "license": LICENCE_ADDRESS,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": f"required name={_SEARCHED}",
        },
    }


def registry_data(request: HttpRequest) -> Node:
    """The registry as a set of data with its files."""
    files = {"clusters:clusters_csv": "text/csv", "clusters:organisations_csv": "text/csv"}
    files |= {"clusters:clusters_xlsx": WORKBOOK, "clusters:organisations_xlsx": WORKBOOK}
    files |= {"api:clusters": "application/json", "api:organisations": "application/json"}
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": _("The Cluster Registry"),
        "description": _("Norway's innovation clusters, their members and their way through the programme since 2002."),
        "url": request.build_absolute_uri(reverse("clusters:data")),
        "inLanguage": current_language(),
        "isAccessibleForFree": True,
        "license": LICENCE_ADDRESS,
        "temporalCoverage": f"{FIRST_DAY.isoformat()}/..",
        "spatialCoverage": {"@type": "Country", "name": "Norge"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": request.build_absolute_uri(reverse(name))}
            for name, kind in files.items()
        ],
    }


def breadcrumbs_data(request: HttpRequest, *steps: tuple[str, str]) -> Node:
    """Where a page stands: name and address of each step, the page itself last."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": request.build_absolute_uri(address)}
        for number, (name, address) in enumerate(steps, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
