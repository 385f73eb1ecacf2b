"""Which sets of data the registry publishes, and in which forms: what its catalogue lists."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Form:
    """A form that data is given in: its code in the EU's list of file types, and its media type."""

    code: str
    media_type: str


CSV = Form("CSV", "text/csv")
EXCEL = Form("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
JSON = Form("JSON", "application/json")
GEOJSON = Form("GEOJSON", "application/geo+json")
ATOM = Form("ATOM", "application/atom+xml")
TURTLE = Form("RDF_TURTLE", "text/turtle")
JSON_LD = Form("JSON_LD", "application/ld+json")

#: The set that has the files of all those that are in no other.
SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class Dataset:
    """A set of data: what it is, and the views that give it."""

    name: str
    title: Any
    description: Any
    #: Name of the view and the form it answers in.
    given_by: tuple[tuple[str, Form], ...]
    #: Codes of the EU's data themes.
    themes: tuple[str, ...] = ("ECON",)
    keywords: tuple[Any, ...] = ()


DATASETS = (
    Dataset(
        "clusters",
        _("Clusters of the Norwegian innovation cluster programme"),
        _(
            "Every cluster since 2002 with its tier on any day, its whole way through the programme, seat, sectors, "
            "host, names and what it came from and went on in."
        ),
        (
            ("clusters:clusters_csv", CSV),
            ("clusters:clusters_xlsx", EXCEL),
            ("clusters:clusters_geojson", GEOJSON),
            ("api:clusters", JSON),
            ("clusters:clusters_atom", ATOM),
        ),
        ("ECON", "TECH", "REGI"),
        (_("innovation"), _("business development"), _("clusters")),
    ),
    Dataset(
        "organisations",
        _("Organisations in the clusters"),
        _(
            "Companies, knowledge institutions, public bodies and others that run or take part in clusters, with "
            "organisation number, seat, industry code and identifiers in other registers."
        ),
        (
            ("clusters:organisations_csv", CSV),
            ("clusters:organisations_xlsx", EXCEL),
            ("clusters:organisations_geojson", GEOJSON),
            ("api:organisations", JSON),
            ("clusters:organisations_atom", ATOM),
        ),
        ("ECON",),
        (_("companies"), _("knowledge institutions"), _("clusters")),
    ),
    Dataset(
        "memberships",
        _("Memberships in the clusters"),
        _("Which organisation takes or took part in which cluster, in which role and when, each with its source."),
        (("clusters:memberships_csv", CSV), ("clusters:memberships_xlsx", EXCEL), ("api:memberships", JSON)),
        ("ECON",),
        (_("memberships"), _("clusters")),
    ),
    Dataset(
        "tiers",
        _("Tiers of the cluster programme"),
        _("Arena, NCE, GCE and the other tiers with their definitions, the years they existed and the usual support."),
        (("clusters:tiers_csv", CSV), ("clusters:tiers_xlsx", EXCEL), ("api:tiers", JSON)),
        ("ECON", "GOVE"),
        (_("innovation"), _("clusters")),
    ),
    Dataset(
        "appropriations",
        _("Appropriations to the cluster programme"),
        _("What the ministries gave the programme each year, as proposed, adopted, revised and accounted."),
        (("api:appropriations", JSON),),
        ("ECON", "GOVE"),
        (_("state budget"), _("clusters")),
    ),
    Dataset(
        "grants",
        _("Grants to organisations that run clusters"),
        _(
            "Money that the owners of the programme granted to organisations that run or ran clusters, by day, scheme "
            "and deciding unit. It is grants to the host, never the programme's money for the cluster."
        ),
        (("api:grants", JSON),),
        ("ECON", "GOVE"),
        (_("grants"), _("clusters")),
    ),
    Dataset(
        "observations",
        _("Key figures of the clusters"),
        _(
            "Members, companies, employees and the like by year, as the clusters themselves or others have published "
            "them."
        ),
        (("api:observations", JSON), ("api:indicators", JSON)),
        ("ECON",),
        (_("key figures"), _("clusters")),
    ),
    Dataset(
        "projects",
        _("Projects of the clusters"),
        _(
            "Projects that clusters run or take part in: type, period, participants, priority areas and the references "
            "of those who fund them."
        ),
        (("api:projects", JSON),),
        ("ECON", "TECH"),
        (_("projects"), _("clusters")),
    ),
    Dataset(
        "statistics",
        _("Statistics of the clusters"),
        _("Counts of clusters and members by tier, county, sector, kind and year, with the rule of each count."),
        (("api:statistics", JSON),),
        ("ECON", "REGI"),
        (_("statistics"), _("clusters")),
    ),
    Dataset(
        "regions",
        _("Counties and municipalities through the reforms"),
        _("Regions of every era since 2002 with what became of them, and the clusters by county with outlines."),
        (
            ("clusters:regions_csv", CSV),
            ("clusters:regions_xlsx", EXCEL),
            ("api:regions", JSON),
            ("clusters:map_geojson", GEOJSON),
        ),
        ("REGI",),
        (_("counties"), _("municipalities")),
    ),
    Dataset(
        "changes",
        _("Changes of the registry"),
        _("One resumable stream of everything that is published, changed, merged, withdrawn or removed."),
        (("api:changes", JSON),),
        ("ECON",),
        (_("changes"), _("clusters")),
    ),
    Dataset(
        SNAPSHOTS,
        _("Dated files of the whole registry"),
        _(
            "Everything that is published as of one day, in files that never change, each with the point in the stream "
            "of changes to go on from. The files of the other sets of data stand there as well."
        ),
        (("api:snapshots", JSON),),
        ("ECON", "GOVE"),
        (_("snapshots"), _("clusters")),
    ),
)
