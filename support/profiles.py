"""What the pages of clusters and organisations show of what the programme gives, each block in a few queries."""

import datetime as dt
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import F

from clusters.blocks import bring
from clusters.models import Cluster, Organisation
from clusters.provenance import Provenance, provenance
from support.models import Grant, Observation, Project, ProjectParticipant

#: A longer list goes on in the API.
MOST_GRANTS = 60


def begin() -> None:
    """Called once, when the models are there."""
    bring(Cluster, ClusterProjects)
    bring(Cluster, ClusterFigures)
    bring(Cluster, ClusterGrants)
    bring(Organisation, OrganisationProjects)
    bring(Organisation, OrganisationGrants)


class YearOfGrants:
    """The grants of one year; what was cancelled is shown and not added up."""

    def __init__(self, year: int, grants: list[Grant]) -> None:
        self.year = year
        self.grants = grants

    @property
    def total(self) -> int:
        """Whole NOK, committed or paid."""
        return sum(grant.amount for grant in self.grants if grant.state != Grant.State.CANCELLED)


class Grants:
    """Grants of which a page tells, decided by the day; those who inherit say which."""

    def __init__(self, subject: Cluster | Organisation, day: dt.date) -> None:
        #: Whose page it is.
        self.subject: Any = subject
        self.day = day

    def _of_subject(self) -> dict[str, Any]:
        raise NotImplementedError

    @cached_property
    def _found(self) -> list[Grant]:
        rows = Grant.objects.catalogue(self.day).filter(**self._of_subject())
        return list(rows.order_by("-year", "-decided_date", "-id")[: MOST_GRANTS + 1])

    @cached_property
    def grants(self) -> list[Grant]:
        """The latest first."""
        return self._found[:MOST_GRANTS]

    @property
    def are_more(self) -> bool:
        """Whether there are more than are shown."""
        return len(self._found) > MOST_GRANTS

    @property
    def years(self) -> list[YearOfGrants]:
        """The same by year. Of the last year shown there may be more."""
        by_year = groupby(self.grants, key=lambda grant: grant.year)
        return [YearOfGrants(year, list(grants)) for year, grants in by_year]

    @cached_property
    def come_from(self) -> Provenance:
        """Of the grants shown."""
        return provenance(self.grants)


class ClusterGrants(Grants):
    """Grants to those who run or ran the cluster."""

    template = "components/host_grants.html"

    def _of_subject(self) -> dict[str, Any]:
        return {"clusters": self.subject}

    @property
    def other_clusters(self) -> list[Cluster]:
        """Other clusters that the recipients ran, whose pages show some of the same grants."""
        named: dict[int, Cluster] = {}
        for grant in self.grants:
            found: Any = grant
            named |= {cluster.pk: cluster for cluster in found.cluster_list if cluster.pk != self.subject.pk}
        return list(named.values())


class OrganisationGrants(Grants):
    """Grants that the organisation has received, each with the clusters that it ran."""

    template = "components/received_grants.html"

    def _of_subject(self) -> dict[str, Any]:
        return {"recipient": self.subject}


class ClusterFigures:
    """Key figures as the cluster or others have printed them, about the year of the day and before."""

    template = "components/key_figures.html"

    def __init__(self, cluster: Cluster, day: dt.date) -> None:
        self.cluster: Any = cluster
        self.day = day

    @cached_property
    def figures(self) -> list[Observation]:
        """The latest year first, those of no named year last."""
        rows = Observation.objects.catalogue(self.day).filter(cluster=self.cluster)
        return list(rows.order_by(F("year").desc(nulls_last=True), "indicator__slug", "id"))

    @cached_property
    def come_from(self) -> Provenance:
        """Of the figures."""
        return provenance(self.figures)


class Projects:
    """Projects of which a page tells, begun by the day; those who inherit say which."""

    template = "components/projects.html"

    def __init__(self, subject: Cluster | Organisation, day: dt.date) -> None:
        #: Whose page it is.
        self.subject: Any = subject
        self.day = day

    def _of_subject(self) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def query(self) -> str:
        """How the API is asked for the same."""
        raise NotImplementedError

    @cached_property
    def projects(self) -> list[Any]:
        """The latest first, each with the other clusters that take part."""
        rows = Project.objects.catalogue(self.day).filter(**self._of_subject()).with_participants()
        found: list[Any] = list(rows.order_by(F("period__startswith").desc(nulls_last=True), "id"))
        for project in found:
            project.other_clusters = [one for one in project.cluster_list if one != self.subject]
        return found

    @cached_property
    def come_from(self) -> Provenance:
        """Of the projects."""
        return provenance(self.projects)


class ClusterProjects(Projects):
    """Projects in which the cluster takes part."""

    def _of_subject(self) -> dict[str, Any]:
        return {"clusters": self.subject}

    @property
    def query(self) -> str:
        """Those of the cluster."""
        return f"cluster={self.subject.slug}"


class OrganisationProjects(Projects):
    """Projects in which the organisation takes part, in whatever role."""

    def _of_subject(self) -> dict[str, Any]:
        # Not a join: whoever leads a project and pays for it, too, is a participant twice.
        return {"pk__in": ProjectParticipant.objects.filter(organisation=self.subject).values("project")}

    @property
    def query(self) -> str:
        """Those of the organisation."""
        return f"organisation={self.subject.pk}"
