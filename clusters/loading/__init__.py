"""The bundled clusters and what belongs to them.

Facts as public sources give them (clusters/data/, docs/data-sources.md). What a source does not say stays
unknown; clusters/periods.py has the rules for what is assumed then.
"""

from pathlib import Path

from clusters.loading.clusters import load_clusters
from clusters.loading.members import load_members
from clusters.loading.organisations import load_organisations

__all__ = ["DATA", "load_clusters", "load_members", "load_organisations"]

DATA = Path(__file__).parents[1] / "data"
