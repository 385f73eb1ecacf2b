"""Every public page for search engines, in both languages, each naming its other one."""

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from clusters.models import Cluster, Organisation
from regions.models import Region

#: Addresses in one file; each stands there once for every language, with all of them beside it.
ADDRESSES = 2_500


class BothLanguages(Sitemap):  # type: ignore[type-arg]
    """Pages that there are in bokmål and in English."""

    i18n = True
    alternates = True
    limit = ADDRESSES


class PageSitemap(BothLanguages):
    """Pages that there is one of."""

    def items(self) -> list[str]:
        """Their names."""
        lists = ["clusters", "organisations", "regions", "alumni", "shared"]
        return ["home", *lists, "map", "programme", "statistics", "data", "about", "accessibility", "privacy"]

    def location(self, item: str) -> str:
        """The address in the language of the moment."""
        return reverse(f"clusters:{item}")


class ClusterSitemap(BothLanguages):
    """Published clusters."""

    def items(self) -> Any:
        """In an order that lasts."""
        return Cluster.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Cluster) -> dt.datetime:
        """When the record changed last."""
        return item.updated_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        """When any of them changed last, without reading them all."""
        latest: dt.datetime | None = self.items().aggregate(latest=Max("updated_at"))["latest"]
        return latest


class OrganisationSitemap(BothLanguages):
    """Organisations; those that have merged lead elsewhere."""

    def items(self) -> Any:
        """In an order that lasts."""
        return Organisation.objects.filter(merged_into=None).only("pk").order_by("pk")


class RegionSitemap(BothLanguages):
    """Counties and municipalities of every era."""

    def items(self) -> Any:
        """Each code once."""
        regions = Region.objects.exclude(level=Region.Level.COUNTRY)
        return regions.order_by("code").values_list("code", flat=True).distinct()

    def location(self, item: str) -> str:
        """The address in the language of the moment."""
        return reverse("clusters:region", args=[item])


SITEMAPS = {
    "pages": PageSitemap,
    "clusters": ClusterSitemap,
    "organisations": OrganisationSitemap,
    "regions": RegionSitemap,
}
