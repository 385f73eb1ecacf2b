from clusters.models.cluster import Cluster, ClusterSector
from clusters.models.cluster_name import ClusterName
from clusters.models.cluster_succession import ClusterSuccession
from clusters.models.contact import Contact
from clusters.models.former_slug import FormerSlug
from clusters.models.host_period import HostPeriod
from clusters.models.label import Label
from clusters.models.member_place import MemberPlace
from clusters.models.member_tally import MemberTally
from clusters.models.membership import Membership
from clusters.models.organisation import (
    Company,
    KnowledgeInstitution,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
)
from clusters.models.organisation_tally import OrganisationTally
from clusters.models.participation import Participation
from clusters.models.presence import Presence
from clusters.models.sector import Sector
from clusters.models.standing import Standing
from clusters.models.tier_period import TierPeriod
from clusters.models.tier_tally import TierTally
from clusters.models.word import ClusterWord, OrganisationWord

__all__ = [
    "Cluster",
    "ClusterName",
    "ClusterSector",
    "ClusterSuccession",
    "ClusterWord",
    "Company",
    "Contact",
    "FormerSlug",
    "HostPeriod",
    "KnowledgeInstitution",
    "Label",
    "MemberPlace",
    "MemberTally",
    "Membership",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationName",
    "OrganisationTally",
    "OrganisationWord",
    "Participation",
    "Presence",
    "Sector",
    "Standing",
    "TierPeriod",
    "TierTally",
]
