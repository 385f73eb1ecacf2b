"""Records in the words of schema.org, for search engines and other machines that read pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bilingual.text import current_language
from clusters.models import Cluster, Organisation
from doors.days import FIRST_DAY
from doors.licence import LICENCE_ADDRESS
from doors.workbooks import CONTENT_TYPE as WORKBOOK

CONTEXT = "https://schema.org"


def cluster_data(request: HttpRequest, cluster: Cluster) -> dict[str, Any]:
    """A cluster as an organisation."""
    found = _organisation(request, cluster, reverse("api:cluster", args=[cluster.pk]))
    founded = str(cluster.founded_year) if cluster.founded_year else None
    return _said(found | {"description": str(cluster.summary), "foundingDate": founded})


def organisation_data(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """An organisation by its number in the national business register, where it has one."""
    number = organisation.organisation_number
    found = _organisation(request, organisation, reverse("api:organisation", args=[organisation.pk]))
    identifier = {"@type": "PropertyValue", "propertyID": "NO-BRC", "value": number} if number else None
    return _said(found | {"identifier": identifier, "taxID": number})


def _organisation(request: HttpRequest, record: Any, identity: str) -> dict[str, Any]:
    places = [place for place in record.places or () if place["level"] == "municipality"]
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": request.build_absolute_uri(identity),
        "name": record.name,
        "alternateName": record.other_names.splitlines(),
        "url": request.build_absolute_uri(record.get_absolute_url()),
        "sameAs": record.website,
        "address": [
            {"@type": "PostalAddress", "addressLocality": place["nb"], "addressCountry": "NO"} for place in places[:1]
        ],
    }


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in data.items() if value}


def registry_data(request: HttpRequest) -> dict[str, Any]:
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


def breadcrumbs_data(request: HttpRequest, *steps: tuple[str, str]) -> dict[str, Any]:
    """Where a page stands: name and address of each step, the page itself last."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": request.build_absolute_uri(address)}
        for number, (name, address) in enumerate(steps, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
