"""What clusters undertake together with others."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0023_life_of_organisations"),
        ("programmes", "0004_publish_changes"),
        ("support", "0004_publish_figures_by_cluster"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        blank=True,
                        help_text="From and including the first day, to but not including the last.",
                        null=True,
                        verbose_name="period",
                    ),
                ),
                (
                    "start_precision",
                    models.CharField(
                        choices=[
                            ("day", "to the day"),
                            ("month", "to the month"),
                            ("year", "to the year"),
                            ("unknown", "not known"),
                        ],
                        default="day",
                        max_length=7,
                        verbose_name="start known",
                    ),
                ),
                (
                    "end_precision",
                    models.CharField(
                        choices=[
                            ("day", "to the day"),
                            ("month", "to the month"),
                            ("year", "to the year"),
                            ("open", "still holds"),
                            ("unknown", "not known, assumed"),
                        ],
                        default="open",
                        help_text="“Not known” is not the same as “still holds”: the registry then assumes an end and says so.",
                        max_length=7,
                        verbose_name="end known",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Web address or title of the source. Several are separated by “ | ”.",
                        verbose_name="source",
                    ),
                ),
                ("title_nb", models.CharField(max_length=200, verbose_name="title (Norwegian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("innovation", "innovation"),
                                ("research", "research"),
                                ("internationalisation", "internationalisation"),
                                ("competence", "competence"),
                            ],
                            max_length=20,
                        ),
                        help_text="At least one.",
                        size=None,
                        verbose_name="types",
                    ),
                ),
                ("summary_nb", models.TextField(blank=True, verbose_name="public summary (Norwegian)")),
                ("summary_en", models.TextField(blank=True, verbose_name="public summary (English)")),
                ("website", models.URLField(blank=True, verbose_name="website")),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
            },
        ),
        migrations.CreateModel(
            name="ProjectArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.priorityarea",
                        verbose_name="priority area",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "priority area of the project",
                "verbose_name_plural": "priority areas of the project",
            },
        ),
        migrations.AddField(
            model_name="project",
            name="priority_areas",
            field=models.ManyToManyField(
                related_name="projects",
                through="support.ProjectArea",
                to="programmes.priorityarea",
                verbose_name="priority areas",
            ),
        ),
        migrations.CreateModel(
            name="ProjectAreaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.priorityarea",
                        verbose_name="priority area",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.projectarea",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectCluster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clusters.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "cluster of the project",
                "verbose_name_plural": "clusters of the project",
            },
        ),
        migrations.AddField(
            model_name="project",
            name="clusters",
            field=models.ManyToManyField(
                related_name="projects",
                through="support.ProjectCluster",
                to="clusters.cluster",
                verbose_name="clusters",
            ),
        ),
        migrations.CreateModel(
            name="ProjectClusterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "cluster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.projectcluster",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        blank=True,
                        help_text="From and including the first day, to but not including the last.",
                        null=True,
                        verbose_name="period",
                    ),
                ),
                (
                    "start_precision",
                    models.CharField(
                        choices=[
                            ("day", "to the day"),
                            ("month", "to the month"),
                            ("year", "to the year"),
                            ("unknown", "not known"),
                        ],
                        default="day",
                        max_length=7,
                        verbose_name="start known",
                    ),
                ),
                (
                    "end_precision",
                    models.CharField(
                        choices=[
                            ("day", "to the day"),
                            ("month", "to the month"),
                            ("year", "to the year"),
                            ("open", "still holds"),
                            ("unknown", "not known, assumed"),
                        ],
                        default="open",
                        help_text="“Not known” is not the same as “still holds”: the registry then assumes an end and says so.",
                        max_length=7,
                        verbose_name="end known",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Web address or title of the source. Several are separated by “ | ”.",
                        verbose_name="source",
                    ),
                ),
                ("title_nb", models.CharField(max_length=200, verbose_name="title (Norwegian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("innovation", "innovation"),
                                ("research", "research"),
                                ("internationalisation", "internationalisation"),
                                ("competence", "competence"),
                            ],
                            max_length=20,
                        ),
                        help_text="At least one.",
                        size=None,
                        verbose_name="types",
                    ),
                ),
                ("summary_nb", models.TextField(blank=True, verbose_name="public summary (Norwegian)")),
                ("summary_en", models.TextField(blank=True, verbose_name="public summary (English)")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectParticipant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "leads it"),
                            ("partner", "partner"),
                            ("research-partner", "R&D partner"),
                            ("funder", "funder"),
                        ],
                        default="partner",
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="clusters.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
            },
        ),
        migrations.CreateModel(
            name="ProjectParticipantEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "leads it"),
                            ("partner", "partner"),
                            ("research-partner", "R&D partner"),
                            ("funder", "funder"),
                        ],
                        default="partner",
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.projectparticipant",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("funder", models.CharField(max_length=120, verbose_name="funder")),
                ("reference", models.CharField(max_length=80, verbose_name="the funder's reference")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "funder's reference",
                "verbose_name_plural": "funders' references",
            },
        ),
        migrations.CreateModel(
            name="ProjectReferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("funder", models.CharField(max_length=120, verbose_name="funder")),
                ("reference", models.CharField(max_length=80, verbose_name="the funder's reference")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.projectreference",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="support.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="projectarea",
            constraint=models.UniqueConstraint(
                fields=("project", "area"),
                name="project_area_once",
                violation_error_message="The priority area is named twice.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectarea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectareaevent" ("area_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."area_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="abcae12975aedd21085d01e8735e194a40f215ee",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_10e0d",
                    table="support_projectarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectarea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_projectareaevent" ("area_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."area_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="66bec487134cab31dd83f6f2e28a55082747d945",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_82d46",
                    table="support_projectarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectarea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectareaevent" ("area_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."area_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                    hash="3d3ce4d7f08eb2b37478267caa1bbc45152b7f0b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_58c8d",
                    table="support_projectarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectarea",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_priority_areas",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('project', whole.id, whole.id::text, 'changed', ARRAY['priority_areas'])\nFROM support_project whole WHERE whole.id IN (OLD.project_id, NEW.project_id) AND EXISTS (SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.project_id = whole.id AND cluster.publication = 'published') ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="df7131f81ec081bc1d98dd2e48ebbd303a052fc0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_priority_areas_40c1d",
                    table="support_projectarea",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectareaevent",
            index=models.Index(fields=["pgh_context_id"], name="support_pro_pgh_con_42fb1f_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectareaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a166282f9bff40a802b21a123994a954f8de0f6a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e839b",
                    table="support_projectareaevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectcluster",
            index=models.Index(fields=["cluster", "project"], name="project_by_cluster"),
        ),
        migrations.AddConstraint(
            model_name="projectcluster",
            constraint=models.UniqueConstraint(
                fields=("project", "cluster"),
                name="project_cluster_once",
                violation_error_message="The cluster is named twice.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectclusterevent" ("cluster_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."cluster_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="0019d7fc52b9dcea3be51d1ff4f4ae732d53d8d3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_734d6",
                    table="support_projectcluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_projectclusterevent" ("cluster_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."cluster_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="dd91baad669c76e3ad74244b2e232c5ce35eb7fb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6a9b8",
                    table="support_projectcluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectclusterevent" ("cluster_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."cluster_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                    hash="ff46fe864a4a9b5674f55b1a3d9c20bacf262333",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3a5d4",
                    table="support_projectcluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_clusters",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM clusters_cluster WHERE id IN (OLD.cluster_id, NEW.cluster_id) AND publication = 'published') THEN\n    PERFORM publish_by_cluster('project', coalesce(NEW.project_id, OLD.project_id), EXISTS (SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.project_id = coalesce(NEW.project_id, OLD.project_id) AND cluster.publication = 'published'));\nEND IF;\nRETURN NULL;\n",
                    hash="c4e70aea555bce5bbcc1f2d58f11568ed096689f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_clusters_b230e",
                    table="support_projectcluster",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isnull", True), ("period__isempty", False), _connector="OR"),
                name="project_period_not_empty",
                violation_error_message="The period ends before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period__isnull", True),
                    models.Q(("end_precision", "open"), ("period__upper_inf", True)),
                    models.Q(models.Q(("end_precision", "open"), _negated=True), ("period__upper_inf", False)),
                    _connector="OR",
                ),
                name="project_open_end_is_open",
                violation_error_message="A period that still holds has no end date, and every other period has one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period__isnull", False),
                    models.Q(("end_precision", "unknown"), ("start_precision", "unknown")),
                    _connector="OR",
                ),
                name="project_no_period_is_unknown",
                violation_error_message="Without a period, both start and end are “not known”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("title_nb", ""), _negated=True),
                name="project_has_title",
                violation_error_message="A project has a title.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("types__len__gte", 1),
                    ("types__contained_by", ["innovation", "research", "internationalisation", "competence"]),
                ),
                name="project_types_known",
                violation_error_message="A project is of at least one of the known types.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectevent" ("end_precision", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_precision", "summary_en", "summary_nb", "title_en", "title_nb", "types", "website") VALUES (NEW."end_precision", NEW."id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."start_precision", NEW."summary_en", NEW."summary_nb", NEW."title_en", NEW."title_nb", NEW."types", NEW."website"); RETURN NULL;',
                    hash="cc45b5eade90c2dfbb0a35770255eab1edca8784",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_606cb",
                    table="support_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_projectevent" ("end_precision", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_precision", "summary_en", "summary_nb", "title_en", "title_nb", "types", "website") VALUES (NEW."end_precision", NEW."id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."start_precision", NEW."summary_en", NEW."summary_nb", NEW."title_en", NEW."title_nb", NEW."types", NEW."website"); RETURN NULL;',
                    hash="b74062b3341ecb6338c98b94d983798d7570ea3b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d0c77",
                    table="support_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectevent" ("end_precision", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_precision", "summary_en", "summary_nb", "title_en", "title_nb", "types", "website") VALUES (OLD."end_precision", OLD."id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."start_precision", OLD."summary_en", OLD."summary_nb", OLD."title_en", OLD."title_nb", OLD."types", OLD."website"); RETURN NULL;',
                    hash="ee93d6c702db2bfd54b83d3dee15cc7bc3912bdc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0064b",
                    table="support_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(EXISTS (SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.project_id = OLD.id AND cluster.publication = 'published'), false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(EXISTS (SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.project_id = NEW.id AND cluster.publication = 'published'), false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('project', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('project', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('project', NEW.id, OLD.id::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.period IS DISTINCT FROM NEW.period OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.end_precision IS DISTINCT FROM NEW.end_precision THEN 'period' END, CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.title_nb IS DISTINCT FROM NEW.title_nb OR OLD.title_en IS DISTINCT FROM NEW.title_en THEN 'title' END, CASE WHEN OLD.types IS DISTINCT FROM NEW.types THEN 'types' END, CASE WHEN OLD.summary_nb IS DISTINCT FROM NEW.summary_nb OR OLD.summary_en IS DISTINCT FROM NEW.summary_en THEN 'summary' END, CASE WHEN OLD.website IS DISTINCT FROM NEW.website THEN 'website' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('project', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="87f83cfc0a38668dcf6d0ddf5398db37bbf24063",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_0750d",
                    table="support_project",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectclusterevent",
            index=models.Index(fields=["pgh_context_id"], name="support_pro_pgh_con_3df3c6_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectclusterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eebba6d7c4a65792d0818c8c3c1a9e72d3ef81b8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_422d5",
                    table="support_projectclusterevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectevent",
            index=models.Index(fields=["pgh_context_id"], name="support_pro_pgh_con_2af694_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="713a2ac22027ec3292129ca9445b680195f7a1f4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8971f",
                    table="support_projectevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="projectparticipant",
            constraint=models.UniqueConstraint(
                fields=("project", "organisation", "role"),
                name="project_participant_once",
                violation_error_message="The organisation is named twice in the same role.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectparticipantevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."role"); RETURN NULL;',
                    hash="e8b7a28cb4eeeca260ee23deedb720877493be44",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5dc04",
                    table="support_projectparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_projectparticipantevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."role"); RETURN NULL;',
                    hash="2ee506a837d3bd10fef03adb756139b7280d8594",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_58043",
                    table="support_projectparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectparticipantevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") VALUES (OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."role"); RETURN NULL;',
                    hash="26148f56744a9f7717e84ebd420248ee3aacab56",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8bc07",
                    table="support_projectparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_participants",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('project', whole.id, whole.id::text, 'changed', ARRAY['participants'])\nFROM support_project whole WHERE whole.id IN (OLD.project_id, NEW.project_id) AND EXISTS (SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.project_id = whole.id AND cluster.publication = 'published') ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="3f8291d940bf3d4abb2203802e4b17d5e94bd4a9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_participants_28350",
                    table="support_projectparticipant",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectparticipantevent",
            index=models.Index(fields=["pgh_context_id"], name="support_pro_pgh_con_fc076c_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectparticipantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5998d9ee63c2fe8cd84413009f06d18d2f6b2529",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_26250",
                    table="support_projectparticipantevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="projectreference",
            constraint=models.UniqueConstraint(
                fields=("project", "funder", "reference"),
                name="project_reference_once",
                violation_error_message="The reference is given twice.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectreference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectreferenceevent" ("funder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference") VALUES (NEW."funder", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."reference"); RETURN NULL;',
                    hash="05fc262d7f3bfde3d3d3dfeddb9aa85ab9fb6b36",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f7adb",
                    table="support_projectreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectreference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_projectreferenceevent" ("funder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference") VALUES (NEW."funder", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."reference"); RETURN NULL;',
                    hash="9e9c2d73f4ced9097e4c5377876d95c370355c9b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cfb1b",
                    table="support_projectreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectreference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_projectreferenceevent" ("funder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference") VALUES (OLD."funder", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."reference"); RETURN NULL;',
                    hash="dca2ef6d3198e7d1528ae6bbac6602c5dee11423",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8cfba",
                    table="support_projectreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectreference",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_references",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('project', whole.id, whole.id::text, 'changed', ARRAY['references'])\nFROM support_project whole WHERE whole.id IN (OLD.project_id, NEW.project_id) AND EXISTS (SELECT FROM support_projectcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.project_id = whole.id AND cluster.publication = 'published') ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="858733a3907b7957b5712254c6ea78831aefdf45",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_references_30ccd",
                    table="support_projectreference",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectreferenceevent",
            index=models.Index(fields=["pgh_context_id"], name="support_pro_pgh_con_ac6977_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectreferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8ea0e0afc38af6b407b51db841afafafa168b85e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e8481",
                    table="support_projectreferenceevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
