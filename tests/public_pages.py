"""Every kind of public page, with addresses that stand for it: what one page is held to, all are.

A new page fails ``tests/contracts/test_public_pages.py`` until it has its line here.
"""

from typing import NamedTuple

from django.http import QueryDict

from clusters.models import Organisation
from clusters.statistics.citations import cite
from clusters.statistics.declared import BY_NAME

#: SINTEF Manufacturing, which runs a cluster and is a member.
ORGANISATION_NUMBER = "882774562"
CITED_DAY = "2016-08-17"


class PublicPage(NamedTuple):
    """A page in both languages: its name among the addresses (or ``error``) and what it answers with."""

    kind: str
    nb: str
    en: str
    status: int = 200

    @property
    def addresses(self) -> dict[str, str]:
        """Language → address."""
        return {"nb": self.nb, "en": self.en}


def page(kind: str, nb: str, en: str, query: str = "", status: int = 200) -> PublicPage:
    """The page with the same question in both languages."""
    return PublicPage(kind, f"{nb}{query}", f"{en}{query}", status)


FOUR = "?cluster=gce-node&cluster=nce-eyde&cluster=oslo-cancer-cluster&cluster=akvarena"
CLUSTERS, ORGANISATIONS = ("/klynger/", "/en/clusters/"), ("/virksomheter/", "/en/organisations/")
COMPARE = ("/klynger/sammenlign/", "/en/clusters/compare/")
ALUMNI = ("/programmet/alumni/", "/en/programme/alumni/")
REGIONS, MAP = ("/regioner/", "/en/regions/"), ("/kart/", "/en/map/")
STATISTICS = ("/statistikk/", "/en/statistics/")

#: ``{organisation}`` and ``{citation}`` are for `located` to fill in.
PUBLIC_PAGES = (
    page("home", "/", "/en/"),
    page("clusters", *CLUSTERS),
    page("clusters", *CLUSTERS, "?region=12&footprint=members&as_of=2016-08-17"),
    page("clusters", *CLUSTERS, "?q=havbrk"),
    page("clusters", *CLUSTERS, "?tier=gcee", status=400),
    page("cluster", "/klynger/biotech-north/", "/en/clusters/biotech-north/"),
    page("cluster", "/klynger/gce-ocean-technology/", "/en/clusters/gce-ocean-technology/"),
    page("cluster", "/klynger/akvarena/", "/en/clusters/akvarena/"),
    page("cluster", "/klynger/akvarena/", "/en/clusters/akvarena/", "?as_of=2003-01-01", status=404),
    page("compare", *COMPARE),
    page("compare", *COMPARE, "?cluster=gce-node"),
    page("compare", *COMPARE, FOUR),
    page("shared", "/klynger/felles/", "/en/clusters/shared/"),
    page("organisations", *ORGANISATIONS, "?kind=knowledge-institution"),
    page("organisation", "/virksomheter/{organisation}/", "/en/organisations/{organisation}/"),
    page("regions", *REGIONS),
    page("region", "/regioner/46/", "/en/regions/46/"),
    page("region", "/regioner/30/", "/en/regions/30/", "?as_of=2021-06-01&footprint=members"),
    page("region", "/regioner/vestland/", "/en/regions/vestland/", status=404),
    page("map", *MAP),
    page("map", *MAP, "?as_of=2016-08-17&tier=nce&region=12"),
    page("programme", "/programmet/", "/en/programme/", "?as_of=2016-08-17"),
    page("alumni", *ALUMNI, "?status=former&as_of=2020-01-01"),
    page("statistics", *STATISTICS),
    page("figure", "/statistikk/clusters-by-county-and-year/", "/en/statistics/clusters-by-county-and-year/"),
    page("citation", "/statistikk/sitat/{citation}/", "/en/statistics/citation/{citation}/"),
    page("citation", "/statistikk/sitat/mistyped/", "/en/statistics/citation/mistyped/", status=404),
    page("data", "/data/", "/en/data/"),
    page("about", "/om/", "/en/about/"),
    page("accessibility", "/tilgjengelighet/", "/en/accessibility/"),
    page("privacy", "/personvern/", "/en/privacy/"),
    page("report", "/meld-feil/", "/en/report-an-error/", "?cluster=gce-node"),
    page("error", "/finnes-ikke/", "/en/nowhere/", status=404),
)


def located(address: str) -> str:
    """The address with what the database alone knows. Needs a database."""
    if "{organisation}" in address:
        return address.format(organisation=Organisation.objects.get(organisation_number=ORGANISATION_NUMBER).pk)
    if "{citation}" in address:
        return address.format(citation=cite(BY_NAME["clusters-by-tier"].answer(QueryDict(f"as_of={CITED_DAY}"))).token)
    return address
