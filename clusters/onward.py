"""Where the results of a list go on: the same query as files, as a feed, on the map and to the API."""

from django.urls import reverse

from clusters.addresses import Address, linked

#: The figure that counts the results of a list.
FIGURES = {"clusters": "clusters-by-tier-and-status", "organisations": "organisations-by-kind"}


class Onward:
    """The addresses under the results of a list with a ``noun`` and an ``address``."""

    noun: str

    @property
    def address(self) -> Address:
        """The query string of the list."""
        raise NotImplementedError

    @property
    def elsewhere(self) -> Address:
        """The query string that leads to the same rows at other doors."""
        return self.address

    @property
    def csv_url(self) -> str:
        """The whole result as a file."""
        return self._at(f"clusters:{self.noun}_csv")

    @property
    def xlsx_url(self) -> str:
        """The whole result as an Excel workbook."""
        return self._at(f"clusters:{self.noun}_xlsx")

    @property
    def json_url(self) -> str:
        """The whole result as the API has it, in one file."""
        return self._at(f"clusters:{self.noun}_json")

    @property
    def geojson_url(self) -> str:
        """The whole result for a map, by the seats."""
        return self._at(f"clusters:{self.noun}_geojson")

    @property
    def feed_url(self) -> str:
        """What changed last in the list; a feed has its own order."""
        return self._unordered(f"clusters:{self.noun}_atom")

    @property
    def api_url(self) -> str:
        """The same query to the API."""
        return self._at(f"api:{self.noun}")

    @property
    def map_url(self) -> str:
        """The same query on the map; empty for what has none."""
        return self._unordered("clusters:map") if self.noun == "clusters" else ""

    @property
    def shared_url(self) -> str:
        """What the clusters of the query share; empty for what has none."""
        return self._unordered("clusters:shared") if self.noun == "clusters" else ""

    @property
    def figure_url(self) -> str:
        """How many results there are of each sort, as a figure with files and a citation."""
        return self._figure(FIGURES[self.noun])

    def _at(self, name: str) -> str:
        return linked(reverse(name), str(self.elsewhere))

    def _unordered(self, name: str, *args: str) -> str:
        return linked(reverse(name, args=args), self.elsewhere.without("ordering"))

    def _figure(self, name: str) -> str:
        return self._unordered("clusters:figure", name)
