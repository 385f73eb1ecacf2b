"""The workplace for clusters and organisations, one file a noun."""

from clusters.admin import (
    cluster,
    cluster_name,
    cluster_succession,
    contact,
    host_period,
    label,
    membership,
    organisation,
    sector,
    tier_period,
)

__all__ = [
    "cluster",
    "cluster_name",
    "cluster_succession",
    "contact",
    "host_period",
    "label",
    "membership",
    "organisation",
    "sector",
    "tier_period",
]
