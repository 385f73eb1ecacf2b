from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bilingual.text import Bilingual
from history.recording import recorded
from history.sourced import Sourced
from history.valid_time import ValidTime
from published.triggers import published, published_part
from support.publicity import of_clusters, published_link
from support.querysets import ProjectQuerySet

PUBLICITY = of_clusters("support_projectcluster", "project_id")


class ProjectType(models.TextChoices):
    """What a project is about; it may be about several."""

    INNOVATION = "innovation", _("innovation")
    RESEARCH = "research", _("research")
    INTERNATIONALISATION = "internationalisation", _("internationalisation")
    COMPETENCE = "competence", _("competence")


@published("project", PUBLICITY)
@recorded
class Project(ValidTime, Sourced):
    """What one or more clusters undertake together with others, for a period."""

    title_nb = models.CharField(_("title (Norwegian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    types = ArrayField(
        models.CharField(max_length=20, choices=ProjectType.choices),
        verbose_name=_("types"),
        help_text=_("At least one."),
    )
    summary_nb = models.TextField(_("public summary (Norwegian)"), blank=True)
    summary_en = models.TextField(_("public summary (English)"), blank=True)
    website = models.URLField(_("website"), blank=True)
    clusters = models.ManyToManyField(
        "clusters.Cluster", verbose_name=_("clusters"), through="support.ProjectCluster", related_name="projects"
    )
    priority_areas = models.ManyToManyField(
        "programmes.PriorityArea",
        verbose_name=_("priority areas"),
        through="support.ProjectArea",
        related_name="projects",
    )

    title = Bilingual("title")
    summary = Bilingual("summary")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            *ValidTime.Meta.constraints,
            models.CheckConstraint(
                name="project_has_title",
                condition=~Q(title_nb=""),
                violation_error_message=_("A project has a title."),
            ),
            models.CheckConstraint(
                name="project_types_known",
                condition=Q(types__len__gte=1) & Q(types__contained_by=ProjectType.values),
                violation_error_message=_("A project is of at least one of the known types."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def type_names(self) -> list[str | Promise]:
        """What it is about, in the language of the page."""
        return [ProjectType(code).label for code in self.types]


@published_link("project", "project")
@recorded
class ProjectCluster(models.Model):
    """A cluster that takes part in the project: work across clusters is what the programme wants."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="links")
    cluster = models.ForeignKey(
        "clusters.Cluster", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("cluster of the project")
        verbose_name_plural = _("clusters of the project")
        indexes = [models.Index(fields=["cluster", "project"], name="project_by_cluster")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "cluster"],
                name="project_cluster_once",
                violation_error_message=_("The cluster is named twice."),
            )
        ]

    def __str__(self) -> str:
        return str(self.cluster)


@published_part("project", "participants", "project", PUBLICITY)
@recorded
class ProjectParticipant(models.Model):
    """An organisation that takes part in the project."""

    class Role(models.TextChoices):
        LEAD = "lead", _("leads it")
        PARTNER = "partner", _("partner")
        RESEARCH = "research-partner", _("R&D partner")
        FUNDER = "funder", _("funder")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="participants"
    )
    organisation = models.ForeignKey(
        "clusters.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="projects"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.PARTNER)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"],
                name="project_participant_once",
                violation_error_message=_("The organisation is named twice in the same role."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


@published_part("project", "references", "project", PUBLICITY)
@recorded
class ProjectReference(models.Model):
    """What a funder calls the project."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="references")
    funder = models.CharField(_("funder"), max_length=120)
    reference = models.CharField(_("the funder's reference"), max_length=80)

    class Meta:
        verbose_name = _("funder's reference")
        verbose_name_plural = _("funders' references")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "funder", "reference"],
                name="project_reference_once",
                violation_error_message=_("The reference is given twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.funder} {self.reference}"


@published_part("project", "priority_areas", "project", PUBLICITY)
@recorded
class ProjectArea(models.Model):
    """A priority area that the project serves."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(
        "programmes.PriorityArea", verbose_name=_("priority area"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("priority area of the project")
        verbose_name_plural = _("priority areas of the project")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "area"],
                name="project_area_once",
                violation_error_message=_("The priority area is named twice."),
            )
        ]

    def __str__(self) -> str:
        return str(self.area)
